<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="nl_BE">
<context>
    <name>access</name>
    <message>
        <source>Uw rol ({roles}) mag dit niet doen. Vraag het aan wie u een andere rol kan geven.</source>
        <translation>Your role ({roles}) may not do this. Ask whoever can give you another role.</translation>
    </message>
    <message>
        <source>balie</source>
        <translation>desk</translation>
    </message>
    <message>
        <source>coördinator</source>
        <translation>coordinator</translation>
    </message>
    <message>
        <source>verantwoordelijke</source>
        <translation>manager</translation>
    </message>
    <message>
        <source>beheerder</source>
        <translation>administrator</translation>
    </message>
</context>
<context>
    <name>addendum</name>
    <message>
        <source>Jaarcijfers van de diensten, addendum bij het sociaal beleidsplan</source>
        <translation>The year&apos;s figures per service, addendum to the social plan</translation>
    </message>
    <message>
        <source>Evaluatie {year}</source>
        <translation>Evaluation {year}</translation>
    </message>
    <message>
        <source>versie van {day}</source>
        <translation>version of {day}</translation>
    </message>
    <message>
        <source>{first} tot {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>ontwerp: het jaarverslag is nog niet gepubliceerd</source>
        <translation>draft: the yearly report isn&apos;t published yet</translation>
    </message>
    <message>
        <source>publicatie {number} van {day}</source>
        <translation>publication {number} of {day}</translation>
    </message>
    <message>
        <source>Versie</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Opgemaakt op</source>
        <translation>Made on</translation>
    </message>
    <message>
        <source>Jaren gekend</source>
        <translation>Years known</translation>
    </message>
    <message>
        <source>Gemaakt met</source>
        <translation>Made with</translation>
    </message>
    <message>
        <source>{change} tegenover {before} ({percent})</source>
        <translation>{change} against {before} ({percent})</translation>
    </message>
    <message>
        <source>evenveel als in {before}</source>
        <translation>as many as in {before}</translation>
    </message>
    <message>
        <source>{change} tegenover {before}</source>
        <translation>{change} against {before}</translation>
    </message>
    <message>
        <source>Cijfers en wat ze tellen</source>
        <translation>Figures and what they count</translation>
    </message>
    <message>
        <source>Over de jaren</source>
        <translation>Over the years</translation>
    </message>
    <message>
        <source>Hiervan is van {year} niets genoteerd.</source>
        <translation>Nothing of this was noted for {year}.</translation>
    </message>
    <message>
        <source>Alle cijfers zijn nul of niet gekend; daarom staat hier geen grafiek.</source>
        <translation>All figures are nought or unknown; so there is no chart here.</translation>
    </message>
    <message>
        <source>De grafiek toont de {shown} grootste van {count}.</source>
        <translation>The chart shows the {shown} largest of {count}.</translation>
    </message>
    <message>
        <source>Zonder blad, omdat er van dit jaar en vorig jaar niets van gekend is: {names}.</source>
        <translation>Without a sheet, since nothing of them is known for this year and last: {names}.</translation>
    </message>
    <message>
        <source>De andere {count}</source>
        <translation>The other {count}</translation>
    </message>
    <message>
        <source>Onderdelen</source>
        <translation>Sections</translation>
    </message>
    <message>
        <source>Wat de cijfers zeggen</source>
        <translation>What the figures say</translation>
    </message>
    <message>
        <source>Voorstel te&amp;rugzetten</source>
        <translation>Put p&amp;roposal back</translation>
    </message>
    <message>
        <source>Met &amp;namen</source>
        <translation>With &amp;names</translation>
    </message>
    <message>
        <source>Voor het kantoor: chauffeurs bij naam. Anders krijgt elk een nummer, zoals het papier buitengaat.</source>
        <translation>For the office: drivers by name. Otherwise each gets a number, as the paper leaves the house.</translation>
    </message>
    <message>
        <source>Archief-&amp;PDF…</source>
        <translation>Archive &amp;PDF…</translation>
    </message>
    <message>
        <source>PDF/UA en PDF/A: voor een voorleesprogramma en voor het archief (Ctrl+Shift+S)</source>
        <translation>PDF/UA and PDF/A: for a screen reader and for the archive (Ctrl+Shift+S)</translation>
    </message>
    <message>
        <source>Tekst van dit onderdeel</source>
        <translation>Text of this section</translation>
    </message>
    <message>
        <source>Onderdeel</source>
        <translation>Section</translation>
    </message>
    <message>
        <source>Tekst</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>zelf geschreven</source>
        <translation>written by hand</translation>
    </message>
    <message>
        <source>voorgesteld door de cijfers</source>
        <translation>proposed by the figures</translation>
    </message>
    <message>
        <source>eigen tekst</source>
        <translation>own text</translation>
    </message>
    <message>
        <source>voorstel</source>
        <translation>proposal</translation>
    </message>
    <message>
        <source>Jaar</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>Dienst</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Definities</source>
        <translation>Definitions</translation>
    </message>
    <message>
        <source>Samenvatting</source>
        <translation>Summary</translation>
    </message>
    <message>
        <source>Doelen</source>
        <translation>Goals</translation>
    </message>
    <message>
        <source>Vergelijking over de jaren</source>
        <translation>Comparison over the years</translation>
    </message>
    <message>
        <source>Hoe deze cijfers gemaakt zijn</source>
        <translation>How these figures were made</translation>
    </message>
    <message>
        <source>Tekst van de evaluatie {year}</source>
        <translation>Text of the evaluation {year}</translation>
    </message>
</context>
<context>
    <name>argparse</name>
    <message>
        <source>gebruik: </source>
        <translation>usage: </translation>
    </message>
    <message>
        <source>opties</source>
        <translation>options</translation>
    </message>
    <message>
        <source>argumenten</source>
        <translation>arguments</translation>
    </message>
    <message>
        <source>deze uitleg tonen</source>
        <translation>show this help</translation>
    </message>
    <message>
        <source>%(prog)s: %(message)s
</source>
        <translation>%(prog)s: %(message)s
</translation>
    </message>
    <message>
        <source>dit ontbreekt: %s</source>
        <translation>missing: %s</translation>
    </message>
    <message>
        <source>geef een van deze: %s</source>
        <translation>give one of these: %s</translation>
    </message>
    <message>
        <source>dit is niet bekend: %s</source>
        <translation>not known: %s</translation>
    </message>
    <message>
        <source>hier hoort één waarde achter</source>
        <translation>expected one value</translation>
    </message>
    <message>
        <source>hier hoort minstens één waarde achter</source>
        <translation>expected at least one value</translation>
    </message>
    <message>
        <source>hier hoort hoogstens één waarde achter</source>
        <translation>expected at most one value</translation>
    </message>
    <message>
        <source>hier hoort %s waarde achter</source>
        <translation>expected %s value</translation>
    </message>
    <message>
        <source>hier horen %s waarden achter</source>
        <translation>expected %s values</translation>
    </message>
    <message>
        <source>kan niet samen met %s</source>
        <translation>not allowed together with %s</translation>
    </message>
    <message>
        <source>hier hoort geen waarde achter (%r)</source>
        <translation>no value belongs here (%r)</translation>
    </message>
    <message>
        <source>%(value)r is hier geen geldige waarde</source>
        <translation>%(value)r is not a valid value here</translation>
    </message>
    <message>
        <source>%(value)r bestaat niet (kies uit %(choices)s)</source>
        <translation>%(value)r doesn’t exist (choose from %(choices)s)</translation>
    </message>
</context>
<context>
    <name>audit</name>
    <message>
        <source>Vóór regel {number} van het spoor ontbreekt een regel, of de volgorde werd gewijzigd.</source>
        <translation>Before line {number} of the trace a line is missing, or the order was changed.</translation>
    </message>
    <message>
        <source>Regel {number} van het spoor is niet meer wat er geschreven werd.</source>
        <translation>Line {number} of the trace is no longer what was written.</translation>
    </message>
    <message>
        <source>De laatste regels van het spoor ontbreken: het stopt na regel {number}.</source>
        <translation>The last lines of the trace are missing: it stops after line {number}.</translation>
    </message>
</context>
<context>
    <name>backup</name>
    <message>
        <source>{path} bestaat al en wordt niet overschreven. Kies een andere naam.</source>
        <translation>{path} exists already and is not overwritten. Choose another name.</translation>
    </message>
    <message>
        <source>{path} is de databank zelf. Kies een reservekopie.</source>
        <translation>{path} is the database itself. Choose a backup.</translation>
    </message>
    <message>
        <source>De reservekopie is niet volledig en werd niet bewaard. Probeer opnieuw.</source>
        <translation>The backup is not complete and was not kept. Try again.</translation>
    </message>
    <message>
        <source>{path} kan niet bewaard worden: {reason}. Kies een andere map of schijf.</source>
        <translation>{path} can’t be saved: {reason}. Choose another folder or disk.</translation>
    </message>
    <message>
        <source>Een databank op een PostgreSQL-server heeft haar eigen gereedschap daarvoor: {command}</source>
        <translation>A database on a PostgreSQL server has tools of its own for this: {command}</translation>
    </message>
    <message>
        <source>wat daar staat, is niet wat bewaard werd</source>
        <translation>what is there isn&apos;t what was saved</translation>
    </message>
    <message>
        <source>De tweede map voor reservekopieën, {folder}, werkt niet: {why}. De eerste kopie is wel gemaakt.</source>
        <translation>The second folder for backups, {folder}, doesn&apos;t work: {why}. The first copy was made.</translation>
    </message>
    <message>
        <source>{path} kan niet gelezen worden: {reason}. Kies een andere reservekopie.</source>
        <translation>{path} can&apos;t be read: {reason}. Choose another backup.</translation>
    </message>
    <message>
        <source>De reservekopie {name} is beschadigd of verwisseld. Kies een andere.</source>
        <translation>The backup {name} is damaged or was swapped. Choose another one.</translation>
    </message>
    <message>
        <source>Reservekopie teruggezet: {name}</source>
        <translation>Backup restored: {name}</translation>
    </message>
    <message>
        <source>bij het starten</source>
        <translation>at the start</translation>
    </message>
    <message>
        <source>tijdens het werk</source>
        <translation>during work</translation>
    </message>
    <message>
        <source>vóór een nieuwe versie</source>
        <translation>before a new version</translation>
    </message>
    <message>
        <source>vóór het inlezen</source>
        <translation>before an import</translation>
    </message>
    <message>
        <source>gevraagd</source>
        <translation>asked for</translation>
    </message>
    <message>
        <source>onbekend</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>{count} leden</source>
        <translation>{count} members</translation>
    </message>
    <message>
        <source>{count} chauffeurs</source>
        <translation>{count} drivers</translation>
    </message>
    <message>
        <source>{count} ritten</source>
        <translation>{count} rides</translation>
    </message>
    <message>
        <source>{count} inschrijvingen</source>
        <translation>{count} bookings</translation>
    </message>
    <message>
        <source>1 gewiste persoon stond erin en is opnieuw gewist.</source>
        <translation>1 erased person was in it and was erased again.</translation>
    </message>
    <message>
        <source>{count} gewiste personen stonden erin en zijn opnieuw gewist.</source>
        <translation>{count} erased persons were in it and were erased again.</translation>
    </message>
    <message>
        <source>nog niet bekeken</source>
        <translation>not looked at yet</translation>
    </message>
    <message>
        <source>nooit</source>
        <translation>never</translation>
    </message>
    <message>
        <source>Nog geen geteste back-up</source>
        <translation>No tested backup yet</translation>
    </message>
    <message>
        <source>vandaag {time}</source>
        <translation>today {time}</translation>
    </message>
    <message>
        <source>Laatste geteste back-up: {when}</source>
        <translation>Last tested backup: {when}</translation>
    </message>
    <message>
        <source>{made}  {cause}: {counts}; getest {tested}  {path}</source>
        <translation>{made}  {cause}: {counts}; tested {tested}  {path}</translation>
    </message>
    <message>
        <source>De tabel {name} kwam niet heel over; er werd niets bewaard. Probeer opnieuw.</source>
        <translation>The table {name} didn&apos;t come over whole; nothing was saved. Try again.</translation>
    </message>
</context>
<context>
    <name>backups</name>
    <message>
        <source>Back-ups</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>databank en back-ups versleutelen, met een herstelsleutel op papier</source>
        <translation>encrypt database and backups, with a recovery key on paper</translation>
    </message>
    <message>
        <source>&amp;Nu maken</source>
        <translation>Make one &amp;now</translation>
    </message>
    <message>
        <source>&amp;Terugzetten…</source>
        <translation>&amp;Restore…</translation>
    </message>
    <message>
        <source>Nu te&amp;sten</source>
        <translation>&amp;Test now</translation>
    </message>
    <message>
        <source>&amp;Ander bestand terugzetten…</source>
        <translation>Restore an&amp;other file…</translation>
    </message>
    <message>
        <source>Tweede &amp;map…</source>
        <translation>Second &amp;folder…</translation>
    </message>
    <message>
        <source>&amp;Versleutelen…</source>
        <translation>&amp;Encrypt…</translation>
    </message>
    <message>
        <source>Er zijn nog geen back-ups.</source>
        <translation>There are no backups yet.</translation>
    </message>
    <message>
        <source>Elke back-up ligt ook in {folder}.</source>
        <translation>Each backup lies in {folder} too.</translation>
    </message>
    <message>
        <source>Kies een tweede map, op een andere schijf of een share: één schijf kan stukgaan.</source>
        <translation>Choose a second folder, on another disk or a share: one disk can break.</translation>
    </message>
    <message>
        <source>Teruggezet op een proefplaats: alles is gelijk.</source>
        <translation>Restored to a temporary place: everything is equal.</translation>
    </message>
    <message>
        <source>Reservekopie kiezen</source>
        <translation>Choose a backup</translation>
    </message>
    <message>
        <source>De back-up van {made} terugzetten ({counts})?

Wat daarna werd ingevoerd, is dan weg uit het programma. De databank van nu blijft bewaard naast de andere en staat daarna in deze lijst.</source>
        <translation>Restore the backup of {made} ({counts})?

What was entered after it will then be gone from the program. The present database is kept beside the others and will be in this list.</translation>
    </message>
    <message>
        <source>Terugzetten</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>Teruggezet. De vorige databank is {name}.</source>
        <translation>Restored. The former database is {name}.</translation>
    </message>
    <message>
        <source>&amp;Databank en back-ups</source>
        <translation>&amp;Database and backups</translation>
    </message>
    <message>
        <source>Enkel de &amp;back-ups</source>
        <translation>The &amp;backups alone</translation>
    </message>
    <message>
        <source>De databank zelf versleutelen, met de herstelsleutel die de back-ups al hebben? Het blad van toen opent dan ook de databank; zonder dat blad kan niemand erin, als deze computer stukgaat.</source>
        <translation>Encrypt the database itself, with the recovery key that the backups have already? The paper of that time then opens the database too; without that paper nobody gets in when this computer breaks.</translation>
    </message>
    <message>
        <source>Databank versleutelen</source>
        <translation>Encrypt the database</translation>
    </message>
    <message>
        <source>Blad met de herstelsleutel opslaan</source>
        <translation>Save the sheet with the recovery key</translation>
    </message>
    <message>
        <source>herstelsleutel.pdf</source>
        <translation>recovery-key.pdf</translation>
    </message>
    <message>
        <source>De databank is versleuteld.</source>
        <translation>The database is encrypted.</translation>
    </message>
    <message>
        <source>de back-ups</source>
        <translation>the backups</translation>
    </message>
    <message>
        <source>De back-ups zijn versleuteld, de databank zelf niet.</source>
        <translation>The backups are encrypted, the database itself isn&apos;t.</translation>
    </message>
    <message>
        <source>De back-ups zijn versleuteld.</source>
        <translation>The backups are encrypted.</translation>
    </message>
    <message>
        <source>De databank en de back-ups zijn versleuteld.</source>
        <translation>The database and the backups are encrypted.</translation>
    </message>
    <message>
        <source>Wat versleuteld is, kan niemand lezen zonder de herstelsleutel, ook niet op een gestolen computer of stick. U krijgt die sleutel op papier. Raakt u het blad kwijt en gaat deze computer stuk, dan kan niemand er nog aan.

Back-ups van vroeger blijven leesbaar tot ze vanzelf verdwijnen.</source>
        <translation>Nobody can read what is encrypted without the recovery key, not on a stolen computer or stick either. You get that key on paper. If you lose the paper and this computer breaks, nobody can get at it any more.

Earlier backups stay readable until they go by themselves.</translation>
    </message>
    <message>
        <source>Druk {path} nu af, bewaar het blad achter slot en verwijder het bestand.

{kept}</source>
        <translation>Print {path} now, lock the sheet away and delete the file.

{kept}</translation>
    </message>
    <message>
        <source>Tweede map voor back-ups</source>
        <translation>Second folder for backups</translation>
    </message>
    <message>
        <source>opzijgezet bij terugzetten</source>
        <translation>put aside by a restore</translation>
    </message>
    <message>
        <source>Gemaakt</source>
        <translation>Made</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Inhoud</source>
        <translation>Contents</translation>
    </message>
    <message>
        <source>Getest</source>
        <translation>Tested</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Bestand</source>
        <translation>File</translation>
    </message>
    <message>
        <source>De back-ups bekijken</source>
        <translation>Look at the backups</translation>
    </message>
    <message>
        <source>BESTAND.pdf</source>
        <translation>FILE.pdf</translation>
    </message>
    <message>
        <source>waar de herstelsleutel komt, om af te drukken</source>
        <translation>where the recovery key goes, to be printed</translation>
    </message>
    <message>
        <source>de databank zelf laten zoals ze is</source>
        <translation>leave the database itself as it is</translation>
    </message>
    <message>
        <source>Herstelsleutel: {path}. Druk af en verwijder dit bestand.</source>
        <translation>Recovery key: {path}. Print it and delete this file.</translation>
    </message>
    <message>
        <source>De databank is versleuteld: {path}</source>
        <translation>The database is encrypted: {path}</translation>
    </message>
    <message>
        <source>Back-ups zijn voortaan versleuteld; de eerste: {path}</source>
        <translation>Backups are encrypted from now on; the first: {path}</translation>
    </message>
    <message>
        <source>Back-ups worden al versleuteld. De herstelsleutel staat op het blad van toen.</source>
        <translation>Backups are encrypted already. The recovery key is on the sheet of that day.</translation>
    </message>
    <message>
        <source>Zo gaat het</source>
        <translation>How it works</translation>
    </message>
    <message>
        <source>Herstelsleutel</source>
        <translation>Recovery key</translation>
    </message>
    <message>
        <source>Geheim: wie dit blad heeft, kan alles lezen.</source>
        <translation>Secret: who has this sheet can read everything.</translation>
    </message>
    <message>
        <source>Met deze sleutel opent u wat deze dienst versleutelt, op deze en op elke andere computer. Zonder deze sleutel kan niemand dat, ook de maker van het programma niet.</source>
        <translation>With this key you open what this desk encrypts, on this and on any other computer. Without it nobody can, the maker of the program included.</translation>
    </message>
    <message>
        <source>Druk dit blad twee keer af en bewaar het op twee plaatsen achter slot, niet bij de computer.</source>
        <translation>Print this sheet twice and keep it locked away in two places, not with the computer.</translation>
    </message>
    <message>
        <source>Verwijder het bestand daarna van de computer.</source>
        <translation>Then delete the file from the computer.</translation>
    </message>
    <message>
        <source>Vraagt MMC Desk om de herstelsleutel, typ hem dan over; spaties en kleine letters mogen.</source>
        <translation>When MMC Desk asks for the recovery key, type it over; spaces and small letters are allowed.</translation>
    </message>
    <message>
        <source>Op de opdrachtregel: zet de sleutel in MMC_DESK_KEY en typ mmc-desk restore BESTAND.</source>
        <translation>On the command line: put the key in MMC_DESK_KEY and type mmc-desk restore FILE.</translation>
    </message>
    <message>
        <source>Elk programma voor age-bestanden opent een back-up ook: age -d -i SLEUTEL BACK-UP.</source>
        <translation>Any program for age files opens a backup too: age -d -i KEY BACKUP.</translation>
    </message>
</context>
<context>
    <name>beside</name>
    <message>
        <source>Naast een open venster bleef een regel die niet heel is</source>
        <translation>A line that isn’t whole stayed beside an open window</translation>
    </message>
    <message>
        <source>{label} (door {who}, {at}, naast een open venster)</source>
        <translation>{label} (by {who}, {at}, beside an open window)</translation>
    </message>
</context>
<context>
    <name>bookings</name>
    <message>
        <source>Op {day} is er geen maaltijd ({reason}). Kies een andere dag.</source>
        <translation>There is no meal on {day} ({reason}). Choose another day.</translation>
    </message>
    <message>
        <source>Is die middag al ingeschreven ({state}). Open die inschrijving om ze te wijzigen.</source>
        <translation>Is booked for that noon already ({state}). Open that booking to change it.</translation>
    </message>
    <message>
        <source>rijdt niet mee naar de maaltijd</source>
        <translation>needs no ride to the meal</translation>
    </message>
    <message>
        <source>Deze inschrijving is {state}. Zet ze eerst terug op ingeschreven.</source>
        <translation>This booking is {state}. Put it back to booked first.</translation>
    </message>
    <message>
        <source>maaltijd op een andere dag</source>
        <translation>meal on another day</translation>
    </message>
    <message>
        <source>maaltijd afgezegd</source>
        <translation>meal cancelled</translation>
    </message>
    <message>
        <source>Zo kan een inschrijving niet aangevinkt worden.</source>
        <translation>A booking can&apos;t be ticked like that.</translation>
    </message>
    <message>
        <source>Deze middag is afgesloten: kies aanwezig of niet gekomen.</source>
        <translation>This noon is finished: choose present or not come.</translation>
    </message>
    <message>
        <source>Van deze inschrijving kunnen er 1 tot {most} gekomen zijn.</source>
        <translation>Of this booking 1 to {most} can have come.</translation>
    </message>
    <message>
        <source>bij {name}</source>
        <translation>with {name}</translation>
    </message>
    <message>
        <source>Deze middag moet nog komen: er is nog niemand aan te vinken.</source>
        <translation>This noon is still to come: there is nobody to tick yet.</translation>
    </message>
    <message>
        <source>zonder naam</source>
        <translation>without a name</translation>
    </message>
    <message>
        <source>Staat al op de lijst van deze middag: vink die regel aan.</source>
        <translation>Is on this noon&apos;s list already: tick that line.</translation>
    </message>
    <message>
        <source>Dit is een inschrijving: zeg ze af of vink ze aan als niet gekomen.</source>
        <translation>This is a booking: cancel it or tick it as not come.</translation>
    </message>
    <message>
        <source>Deze middag is gesloten ({reason}): er is niets in te vullen.</source>
        <translation>This noon is closed ({reason}): there is nothing to fill in.</translation>
    </message>
    <message>
        <source>{count} inschrijvingen zijn nog niet aangevinkt. Zeg of de rest kwam of niet.</source>
        <translation>{count} bookings aren&apos;t ticked yet. Say whether the rest came or not.</translation>
    </message>
    <message>
        <source>Een aantal kan niet onder nul zijn.</source>
        <translation>A number can&apos;t be below zero.</translation>
    </message>
    <message>
        <source>Dit bestaat niet meer. Herlaad de pagina.</source>
        <translation>This exists no more. Reload the page.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde dit intussen. Herlaad en probeer opnieuw.</source>
        <translation>Somebody else changed this meanwhile. Reload and try again.</translation>
    </message>
    <message>
        <source>Kies eerst wie er komt eten.</source>
        <translation>First choose who comes to eat.</translation>
    </message>
    <message>
        <source>deelnemer overleden</source>
        <translation>participant deceased</translation>
    </message>
    <message>
        <source>deelnemer stopt</source>
        <translation>participant stops</translation>
    </message>
    <message>
        <source>Maaltijd in {location}</source>
        <translation>Meal in {location}</translation>
    </message>
    <message>
        <source>Rit {ride} is gedeeld met andere leden. Splits ze eerst, of zeg enkel de maaltijd af.</source>
        <translation>Ride {ride} is shared with other members. Split it first, or cancel the meal only.</translation>
    </message>
    <message>
        <source>De laatste dag ligt voor de eerste. Verbeter een van beide.</source>
        <translation>The last day is before the first. Correct one of them.</translation>
    </message>
    <message>
        <source>Er is vanaf die dag geen pauze om te beëindigen.</source>
        <translation>There is no pause to end from that day on.</translation>
    </message>
    <message>
        <source>vaste inschrijving rust of eindigt</source>
        <translation>standing booking rests or ends</translation>
    </message>
    <message>
        <source>Tellingen</source>
        <translation>Counts</translation>
    </message>
    <message>
        <source>&amp;Ingeschreven</source>
        <translation>&amp;Booked</translation>
    </message>
    <message>
        <source>&amp;Aan tafel</source>
        <translation>&amp;At the table</translation>
    </message>
    <message>
        <source>&amp;Niet gekomen</source>
        <translation>&amp;No-shows</translation>
    </message>
    <message>
        <source>&amp;Zonder inschr.</source>
        <translation>&amp;Walk-ins</translation>
    </message>
    <message>
        <source>M&amp;eegenomen</source>
        <translation>&amp;Take-away</translation>
    </message>
    <message>
        <source>&amp;Besteld</source>
        <translation>&amp;Ordered</translation>
    </message>
    <message>
        <source>Leeg: zoveel als er op het dienstrooster staan.</source>
        <translation>Empty: as many as are on the duty roster.</translation>
    </message>
    <message>
        <source>&amp;Vrijwilligers</source>
        <translation>&amp;Volunteers</translation>
    </message>
    <message>
        <source>Kas</source>
        <translation>Cash</translation>
    </message>
    <message>
        <source>Be&amp;ginsaldo</source>
        <translation>&amp;Float</translation>
    </message>
    <message>
        <source>&amp;Dranken</source>
        <translation>&amp;Drinks</translation>
    </message>
    <message>
        <source>&amp;Geteld</source>
        <translation>Co&amp;unted</translation>
    </message>
    <message>
        <source>Geteld d&amp;oor</source>
        <translation>Counted b&amp;y</translation>
    </message>
    <message>
        <source>Nageteld door</source>
        <translation>Checked by</translation>
    </message>
    <message>
        <source>Keuken en opmerkingen</source>
        <translation>Kitchen and remarks</translation>
    </message>
    <message>
        <source>Wat de traiteur of de keuken voor deze middag rekent.</source>
        <translation>What the caterer or the kitchen charges for this noon.</translation>
    </message>
    <message>
        <source>Kost&amp;prijs</source>
        <translation>Co&amp;st</translation>
    </message>
    <message>
        <source>Men&amp;u</source>
        <translation>M&amp;enu</translation>
    </message>
    <message>
        <source>Op&amp;merkingen</source>
        <translation>&amp;Remarks</translation>
    </message>
    <message>
        <source>Vul in hoeveel mensen er aan tafel zaten.</source>
        <translation>Enter how many people sat at the table.</translation>
    </message>
    <message>
        <source>{present} aan tafel van {booked} ingeschreven</source>
        <translation>{present} at the table of {booked} booked</translation>
    </message>
    <message>
        <source>{count} niet gekomen</source>
        <translation>{count} not come</translation>
    </message>
    <message>
        <source>{count} zonder inschrijving</source>
        <translation>{count} without a booking</translation>
    </message>
    <message>
        <source>{count} meegenomen</source>
        <translation>{count} taken away</translation>
    </message>
    <message>
        <source>{count} kind</source>
        <translation>{count} child</translation>
    </message>
    <message>
        <source>Moet in de kassa zitten: {amount}</source>
        <translation>Should be in the box: {amount}</translation>
    </message>
    <message>
        <source>{due} · het klopt</source>
        <translation>{due} · it is right</translation>
    </message>
    <message>
        <source>{due} · {amount} te weinig</source>
        <translation>{due} · {amount} too little</translation>
    </message>
    <message>
        <source>{due} · {amount} te veel</source>
        <translation>{due} · {amount} too much</translation>
    </message>
    <message>
        <source>wacht</source>
        <translation>waits</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Pers.</source>
        <translation>Pers.</translation>
    </message>
    <message>
        <source>Mee</source>
        <translation>Away</translation>
    </message>
    <message>
        <source>Maaltijden die mee naar huis gaan</source>
        <translation>Meals to take home</translation>
    </message>
    <message>
        <source>Dieet en allergenen</source>
        <translation>Diet and allergens</translation>
    </message>
    <message>
        <source>nog</source>
        <translation>not yet</translation>
    </message>
    <message>
        <source>af</source>
        <translation>off</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>neen</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Er?</source>
        <translation>There?</translation>
    </message>
    <message>
        <source>Vervoer</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Opmerking</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>nog geen rit</source>
        <translation>no ride yet</translation>
    </message>
    <message>
        <source>zonder inschrijving</source>
        <translation>walk-in</translation>
    </message>
    <message>
        <source>vast</source>
        <translation>standing</translation>
    </message>
    <message>
        <source>Wie komt er eten</source>
        <translation>Who comes to eat</translation>
    </message>
    <message>
        <source>Filter op naam, dieet, opmerking</source>
        <translation>Filter by name, diet, remark</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Inschrijven</source>
        <translation>Book</translation>
    </message>
    <message>
        <source>Opschuiven (O)</source>
        <translation>Move up (O)</translation>
    </message>
    <message>
        <source>&amp;Keuken…</source>
        <translation>&amp;Kitchen…</translation>
    </message>
    <message>
        <source>Aantallen doorgeven aan de keuken of de traiteur</source>
        <translation>Tell the kitchen or the caterer the numbers</translation>
    </message>
    <message>
        <source>Af&amp;drukken</source>
        <translation>Prin&amp;t</translation>
    </message>
    <message>
        <source>Naar de volgende middag</source>
        <translation>To the next noon</translation>
    </message>
    <message>
        <source>&amp;Aanwezigheidslijst</source>
        <translation>&amp;Attendance list</translation>
    </message>
    <message>
        <source>Aantallen voor de &amp;keuken</source>
        <translation>Numbers for the &amp;kitchen</translation>
    </message>
    <message>
        <source>Ka&amp;sblad</source>
        <translation>Ca&amp;sh sheet</translation>
    </message>
    <message>
        <source>&amp;Bellijst: geen maaltijd</source>
        <translation>&amp;Call list: no meal</translation>
    </message>
    <message>
        <source>Meer</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Alles wat met de gekozen regels kan</source>
        <translation>Everything that can be done with the selected lines</translation>
    </message>
    <message>
        <source>Op {day} is er nergens een maaltijd.</source>
        <translation>There is no meal anywhere on {day}.</translation>
    </message>
    <message>
        <source>Er is een plaats vrij voor: {names}.</source>
        <translation>There is a place free for: {names}.</translation>
    </message>
    <message>
        <source>Gesloten: {reason}. Druk de bellijst af en verwittig wie ingeschreven is.</source>
        <translation>Closed: {reason}. Print the call list and tell who is booked.</translation>
    </message>
    <message>
        <source>Middag afgesloten</source>
        <translation>Noon finished</translation>
    </message>
    <message>
        <source>Middag bewaard</source>
        <translation>Noon kept</translation>
    </message>
    <message>
        <source>{count} inschrijvingen zijn niet aangevinkt: {names}. Waren zij er?</source>
        <translation>{count} bookings aren&apos;t ticked: {names}. Were they there?</translation>
    </message>
    <message>
        <source>De rest was er</source>
        <translation>The rest was there</translation>
    </message>
    <message>
        <source>De rest kwam niet</source>
        <translation>The rest didn&apos;t come</translation>
    </message>
    <message>
        <source>Aanwezigheidslijst</source>
        <translation>Attendance list</translation>
    </message>
    <message>
        <source>Kasblad</source>
        <translation>Cash sheet</translation>
    </message>
    <message>
        <source>{location} (gesloten)</source>
        <translation>{location} (closed)</translation>
    </message>
    <message>
        <source>inschrijven tot {day}</source>
        <translation>booking until {day}</translation>
    </message>
    <message>
        <source>{count} maaltijden, {away} mee</source>
        <translation>{count} meals, {away} to take</translation>
    </message>
    <message>
        <source>{count} besteld</source>
        <translation>{count} ordered</translation>
    </message>
    <message>
        <source>Aantallen voor de keuken</source>
        <translation>Numbers for the kitchen</translation>
    </message>
    <message>
        <source>{location} · {day} om {time}</source>
        <translation>{location} · {day} at {time}</translation>
    </message>
    <message>
        <source>Aan tafel in {hall}</source>
        <translation>At the table in {hall}</translation>
    </message>
    <message>
        <source>Mee te nemen</source>
        <translation>To take away</translation>
    </message>
    <message>
        <source>Maaltijden samen</source>
        <translation>Meals in all</translation>
    </message>
    <message>
        <source>Een lid, een chauffeur of wie hier al gekend is; leeg voor iemand nieuw.</source>
        <translation>A member, a driver or anybody known here; empty for somebody new.</translation>
    </message>
    <message>
        <source>&amp;Gekend als</source>
        <translation>&amp;Known as</translation>
    </message>
    <message>
        <source>Nieuwe deelnemer</source>
        <translation>New participant</translation>
    </message>
    <message>
        <source>Deelnemer wijzigen</source>
        <translation>Change participant</translation>
    </message>
    <message>
        <source>Deelnemer &amp;opslaan</source>
        <translation>&amp;Save participant</translation>
    </message>
    <message>
        <source>geen vaste locatie</source>
        <translation>no usual place</translation>
    </message>
    <message>
        <source>Maaltijden</source>
        <translation>Meals</translation>
    </message>
    <message>
        <source>Meer dan een met een komma ertussen.</source>
        <translation>Several with commas between them.</translation>
    </message>
    <message>
        <source>is &amp;overleden</source>
        <translation>has &amp;died</translation>
    </message>
    <message>
        <source>Wat later ingeschreven is, wordt afgezegd, ook de ritten.</source>
        <translation>What is booked later is cancelled, rides too.</translation>
    </message>
    <message>
        <source>&amp;Laatste dag</source>
        <translation>&amp;Last day</translation>
    </message>
    <message>
        <source>Is overleden</source>
        <translation>Has died</translation>
    </message>
    <message>
        <source>Deelnemer beëindigen</source>
        <translation>End participant</translation>
    </message>
    <message>
        <source>Deelnemer &amp;beëindigen</source>
        <translation>&amp;End participant</translation>
    </message>
    <message>
        <source>&amp;Vanaf</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Vaste inschrijving pauzeren</source>
        <translation>Pause standing booking</translation>
    </message>
    <message>
        <source>&amp;Pauzeren</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Vaste inschrijving beëindigen</source>
        <translation>End standing booking</translation>
    </message>
    <message>
        <source>&amp;Beëindigen</source>
        <translation>&amp;End</translation>
    </message>
    <message>
        <source>Aantal</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Kinderen daarbij: {count}.</source>
        <translation>Children among them: {count}.</translation>
    </message>
    <message>
        <source>Vast</source>
        <translation>Standing</translation>
    </message>
    <message>
        <source>Vaste inschrijvingen</source>
        <translation>Standing bookings</translation>
    </message>
    <message>
        <source>Keren</source>
        <translation>Times</translation>
    </message>
    <message>
        <source>Hoe vaak aanwezig dit jaar</source>
        <translation>How often present this year</translation>
    </message>
    <message>
        <source>nodig</source>
        <translation>needed</translation>
    </message>
    <message>
        <source>Actief</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Vast ingeschreven</source>
        <translation>Standing booking</translation>
    </message>
    <message>
        <source>Dieet of allergie</source>
        <translation>Diet or allergy</translation>
    </message>
    <message>
        <source>Deelnemer</source>
        <translation>Participant</translation>
    </message>
    <message>
        <source>Inschrij&amp;ven…</source>
        <translation>&amp;Book…</translation>
    </message>
    <message>
        <source>B&amp;eëindigen…</source>
        <translation>&amp;End…</translation>
    </message>
    <message>
        <source>Komt &amp;opnieuw</source>
        <translation>Comes a&amp;gain</translation>
    </message>
    <message>
        <source>Aan tafel</source>
        <translation>At the table</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>geen</source>
        <translation>none</translation>
    </message>
    <message>
        <source>geen inschrijvingen</source>
        <translation>no bookings</translation>
    </message>
    <message>
        <source>nader order</source>
        <translation>told otherwise</translation>
    </message>
    <message>
        <source>rust van {first} tot {last}: nu hervatten</source>
        <translation>rests from {first} until {last}: resume now</translation>
    </message>
    <message>
        <source>pauzeren…</source>
        <translation>pause…</translation>
    </message>
    <message>
        <source>beëindigen…</source>
        <translation>end…</translation>
    </message>
    <message>
        <source>komt niet meer sinds {day}</source>
        <translation>has not come since {day}</translation>
    </message>
    <message>
        <source>vervoer nodig, geen MMC-lid</source>
        <translation>needs a ride, no MMC member</translation>
    </message>
    <message>
        <source>vervoer nodig</source>
        <translation>needs a ride</translation>
    </message>
    <message>
        <source>{times} keer aanwezig dit jaar</source>
        <translation>present {times} times this year</translation>
    </message>
    <message>
        <source>{count} keer niet gekomen</source>
        <translation>not come {count} times</translation>
    </message>
    <message>
        <source>Dieet</source>
        <translation>Diet</translation>
    </message>
    <message>
        <source>Allergenen</source>
        <translation>Allergens</translation>
    </message>
    <message>
        <source>Opkomst</source>
        <translation>Attendance</translation>
    </message>
    <message>
        <source>eet meestal in {location}</source>
        <translation>usually eats in {location}</translation>
    </message>
    <message>
        <source>Adres</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Gsm</source>
        <translation>Mobile</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Deelnemers</source>
        <translation>Participants</translation>
    </message>
    <message>
        <source>Filter op naam, dorp, locatie, dieet, telefoon</source>
        <translation>Filter by name, village, place, diet, phone</translation>
    </message>
    <message>
        <source>&amp;Nieuwe deelnemer</source>
        <translation>&amp;New participant</translation>
    </message>
    <message>
        <source>{shown} van {all} deelnemers</source>
        <translation>{shown} of {all} participants</translation>
    </message>
    <message>
        <source>Nog geen deelnemers. Wie voor het eerst inschrijft, komt hier vanzelf bij.</source>
        <translation>No participants yet. Whoever books for the first time is added here.</translation>
    </message>
    <message>
        <source>Deelnemer komt opnieuw</source>
        <translation>Participant comes again</translation>
    </message>
    <message>
        <source>Vaste inschrijving hervat</source>
        <translation>Standing booking resumed</translation>
    </message>
    <message>
        <source>Geen diëten of allergenen gemeld.</source>
        <translation>No diets or allergens were told.</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Aantal maaltijden {location} {day}: {count}</source>
        <translation>Number of meals {location} {day}: {count}</translation>
    </message>
    <message>
        <source>Dag,</source>
        <translation>Hello,</translation>
    </message>
    <message>
        <source>Voor {noon} zijn er {count} maaltijden besteld:</source>
        <translation>For {noon} {count} meals are ordered:</translation>
    </message>
    <message>
        <source>- aan tafel: {count}</source>
        <translation>- at the table: {count}</translation>
    </message>
    <message>
        <source>- mee te nemen: {count}</source>
        <translation>- to take away: {count}</translation>
    </message>
    <message>
        <source>- dieet {what}: {count}</source>
        <translation>- diet {what}: {count}</translation>
    </message>
    <message>
        <source>- allergie {what}: {count}</source>
        <translation>- allergy {what}: {count}</translation>
    </message>
    <message>
        <source>Verwacht: {table} aan tafel, {away} om mee te nemen.</source>
        <translation>Expected: {table} at the table, {away} to take away.</translation>
    </message>
    <message>
        <source>Wachtlijst</source>
        <translation>Waiting list</translation>
    </message>
    <message>
        <source>rit {ride}</source>
        <translation>ride {ride}</translation>
    </message>
    <message>
        <source>vroeg vervoer</source>
        <translation>asked for a ride</translation>
    </message>
    <message>
        <source>Prijs</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>Bedrag</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Opmerkingen</source>
        <translation>Remarks</translation>
    </message>
    <message>
        <source>Geteld door</source>
        <translation>Counted by</translation>
    </message>
    <message>
        <source>In de kassa bij het begin</source>
        <translation>In the box at the start</translation>
    </message>
    <message>
        <source>Kindermaaltijden</source>
        <translation>Child meals</translation>
    </message>
    <message>
        <source>Dranken</source>
        <translation>Drinks</translation>
    </message>
    <message>
        <source>Moet in de kassa zitten</source>
        <translation>Should be in the box</translation>
    </message>
    <message>
        <source>Geteld</source>
        <translation>Counted</translation>
    </message>
    <message>
        <source>Verschil</source>
        <translation>Difference</translation>
    </message>
    <message>
        <source>afgelast</source>
        <translation>called off</translation>
    </message>
    <message>
        <source>De maaltijd van {day} in {location} gaat niet door: {reason}.</source>
        <translation>The meal of {day} in {location} is off: {reason}.</translation>
    </message>
    <message>
        <source>Bellijst maaltijden</source>
        <translation>Call list meals</translation>
    </message>
    <message>
        <source>Niemand was ingeschreven: er is niemand te bellen.</source>
        <translation>Nobody was booked: there is nobody to phone.</translation>
    </message>
    <message>
        <source>Middag</source>
        <translation>Noon</translation>
    </message>
    <message>
        <source>Gebeld, antwoord</source>
        <translation>Phoned, answer</translation>
    </message>
    <message>
        <source>Gevolgen voor de maaltijd</source>
        <translation>Consequences for the meal</translation>
    </message>
    <message>
        <source>Geraakte inschrijvingen</source>
        <translation>Touched bookings</translation>
    </message>
    <message>
        <source>Ritten &amp;mee verplaatsen</source>
        <translation>&amp;Move rides along</translation>
    </message>
    <message>
        <source>Maaltijden &amp;afzeggen</source>
        <translation>&amp;Cancel meals</translation>
    </message>
    <message>
        <source>&amp;Bellijst afdrukken…</source>
        <translation>&amp;Print call list…</translation>
    </message>
    <message>
        <source>&amp;Zo laten</source>
        <translation>&amp;Leave as it is</translation>
    </message>
    <message>
        <source>{count} inschrijvingen afgezegd</source>
        <translation>{count} bookings cancelled</translation>
    </message>
    <message>
        <source>Een gedeelde wagen past u zelf aan op het dagbord (E).</source>
        <translation>A shared car you change yourself on the day board (E).</translation>
    </message>
    <message>
        <source>{count} ritten gaan mee met de maaltijd</source>
        <translation>{count} rides go along with the meal</translation>
    </message>
    <message>
        <source>Bellijst</source>
        <translation>Call list</translation>
    </message>
    <message>
        <source>Bellijst maaltijden.pdf</source>
        <translation>Call list meals.pdf</translation>
    </message>
    <message>
        <source>gedeelde wagen: zelf aanpassen</source>
        <translation>shared car: change it yourself</translation>
    </message>
    <message>
        <source>De rit</source>
        <translation>The ride</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Locatie</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Deze persoon bestaat niet meer. Kies iemand anders.</source>
        <translation>This person exists no more. Choose somebody else.</translation>
    </message>
    <message>
        <source>Dorpsrestaurant {location}</source>
        <translation>Village restaurant {location}</translation>
    </message>
    <message>
        <source>Deze middag bestaat niet meer. Kies een andere.</source>
        <translation>This noon exists no more. Choose another.</translation>
    </message>
    <message>
        <source>ingeschreven</source>
        <translation>booked</translation>
    </message>
    <message>
        <source>wachtlijst</source>
        <translation>waiting list</translation>
    </message>
    <message>
        <source>afgezegd</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>aanwezig</source>
        <translation>present</translation>
    </message>
    <message>
        <source>niet gekomen</source>
        <translation>not come</translation>
    </message>
    <message>
        <source>Er kwamen er {walk_in} zonder inschrijving, maar er waren er maar {present}.</source>
        <translation>{walk_in} came without a booking, but there were only {present}.</translation>
    </message>
    <message>
        <source>Er zijn meer kindermaaltijden dan maaltijden.</source>
        <translation>There are more child meals than meals.</translation>
    </message>
    <message>
        <source>{name} is overleden op {day}.</source>
        <translation>{name} died on {day}.</translation>
    </message>
    <message>
        <source>{name} komt niet meer sinds {day}.</source>
        <translation>{name} has not come since {day}.</translation>
    </message>
    <message>
        <source>Is die dag al ingeschreven in {places}.</source>
        <translation>Is booked that day already in {places}.</translation>
    </message>
    <message>
        <source>De rit naar de maaltijd gaat niet door. Komen deze mensen nog eten?</source>
        <translation>The ride to the meal is off. Do these people still come to eat?</translation>
    </message>
    <message>
        <source>De maaltijd is op een ander uur of in een andere zaal. Gaan deze ritten mee?</source>
        <translation>The meal is at another hour or in another hall. Do these rides go along?</translation>
    </message>
    <message>
        <source>{count} middagen zijn gesloten.</source>
        <translation>{count} noons are closed.</translation>
    </message>
    <message>
        <source>{location} is gesloten op {day}: {reason}.</source>
        <translation>{location} is closed on {day}: {reason}.</translation>
    </message>
    <message>
        <source>In {location} is er geen middag op {day}.</source>
        <translation>There is no meal in {location} on {day}.</translation>
    </message>
    <message>
        <source>De volgende is {day}.</source>
        <translation>The next one is {day}.</translation>
    </message>
    <message>
        <source>Deze dag is al voorbij.</source>
        <translation>This day is over already.</translation>
    </message>
    <message>
        <source>Te laat om te bestellen: inschrijven kon tot {day}. Bel de traiteur.</source>
        <translation>Too late to order: booking was open until {day}. Phone the caterer.</translation>
    </message>
    <message>
        <source>Volzet: {taken} van de {capacity} plaatsen zijn bezet, {waiting} op de wachtlijst.</source>
        <translation>Full: {taken} of {capacity} places are taken, {waiting} on the waiting list.</translation>
    </message>
    <message>
        <source>Enkel leden van de Minder Mobielen Centrale krijgen een rit: maak eerst lid.</source>
        <translation>Only members of the Minder Mobielen Centrale get a ride: make them a member first.</translation>
    </message>
    <message>
        <source>De rit: {late}</source>
        <translation>The ride: {late}</translation>
    </message>
    <message>
        <source>Schrijf 1 tot {most} personen in één keer in.</source>
        <translation>Book 1 to {most} persons at once.</translation>
    </message>
    <message>
        <source>Er kunnen niet meer kinderen dan personen zijn.</source>
        <translation>There can&apos;t be more children than persons.</translation>
    </message>
    <message>
        <source>Een bedrag in de kassa kan niet onder nul zijn.</source>
        <translation>An amount in the cash box can&apos;t be below zero.</translation>
    </message>
    <message>
        <source>De kassa wordt door twee mensen geteld: vul twee verschillende parafen in.</source>
        <translation>The cash box is counted by two people: enter two different initials.</translation>
    </message>
    <message>
        <source>Inschrijving wijzigen</source>
        <translation>Change booking</translation>
    </message>
    <message>
        <source>Inschrijven voor de maaltijd</source>
        <translation>Book a meal</translation>
    </message>
    <message>
        <source>Inschrijving &amp;opslaan</source>
        <translation>&amp;Save booking</translation>
    </message>
    <message>
        <source>Geen enkele locatie neemt namen op. Zet dat eerst aan bij Locaties.</source>
        <translation>No place takes names. Turn that on under Places first.</translation>
    </message>
    <message>
        <source>Vul een datum in, bijvoorbeeld 24/11, +2 of di.</source>
        <translation>Enter a date, such as 24/11, +2 or di.</translation>
    </message>
    <message>
        <source>Op {day} is er op die locatie geen middag. Kies een andere dag of locatie.</source>
        <translation>There is no meal there on {day}. Choose another day or place.</translation>
    </message>
    <message>
        <source>Ingeschreven</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>Op de wachtlijst gezet</source>
        <translation>Put on the waiting list</translation>
    </message>
    <message>
        <source>rit {ride} aangevraagd</source>
        <translation>ride {ride} requested</translation>
    </message>
    <message>
        <source>ophalen om {time}</source>
        <translation>fetched at {time}</translation>
    </message>
    <message>
        <source>{count} middagen vooruit geboekt</source>
        <translation>{count} noons booked ahead</translation>
    </message>
    <message>
        <source>toevoegen als nieuwe deelnemer</source>
        <translation>add as a new participant</translation>
    </message>
    <message>
        <source>lid {no}</source>
        <translation>member {no}</translation>
    </message>
    <message>
        <source>nog geen deelnemer</source>
        <translation>no participant yet</translation>
    </message>
    <message>
        <source>komt niet meer</source>
        <translation>comes no more</translation>
    </message>
    <message>
        <source>heeft &amp;vervoer nodig</source>
        <translation>needs a &amp;ride</translation>
    </message>
    <message>
        <source>op de &amp;wachtlijst zetten</source>
        <translation>put on the &amp;waiting list</translation>
    </message>
    <message>
        <source>Naam, telefoon, dorp, geboortejaar of lidnummer; een onbekende naam is een nieuwe.</source>
        <translation>Name, phone, village, year of birth or member number; an unknown name is somebody new.</translation>
    </message>
    <message>
        <source>&amp;Deelnemer</source>
        <translation>&amp;Participant</translation>
    </message>
    <message>
        <source>&amp;Locatie</source>
        <translation>&amp;Place</translation>
    </message>
    <message>
        <source>D&amp;atum</source>
        <translation>D&amp;ate</translation>
    </message>
    <message>
        <source>24/11, +2 of di</source>
        <translation>24/11, +2 or di</translation>
    </message>
    <message>
        <source>&amp;Personen</source>
        <translation>P&amp;ersons</translation>
    </message>
    <message>
        <source>Leeg: zoals voorgesteld.</source>
        <translation>Empty: as proposed.</translation>
    </message>
    <message>
        <source>Op&amp;halen om</source>
        <translation>Fetc&amp;h at</translation>
    </message>
    <message>
        <source>Te&amp;rug om</source>
        <translation>&amp;Back at</translation>
    </message>
    <message>
        <source>Op de wachtlijst</source>
        <translation>On the waiting list</translation>
    </message>
    <message>
        <source>Heeft vervoer nodig</source>
        <translation>Needs a ride</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Voorna&amp;am</source>
        <translation>&amp;First name</translation>
    </message>
    <message>
        <source>&amp;Telefoon</source>
        <translation>&amp;Phone</translation>
    </message>
    <message>
        <source>Dorp</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>Elke week</source>
        <translation>Every week</translation>
    </message>
    <message>
        <source>Leeg: tot nader order.</source>
        <translation>Empty: until told otherwise.</translation>
    </message>
    <message>
        <source>Tot en &amp;met</source>
        <translation>&amp;Up to</translation>
    </message>
    <message>
        <source>&amp;Meenemen</source>
        <translation>&amp;Take away</translation>
    </message>
    <message>
        <source>&amp;Kinderen</source>
        <translation>&amp;Children</translation>
    </message>
    <message>
        <source>Blijft bewaard bij de deelnemer; meer dan een met een komma ertussen.</source>
        <translation>Is kept with the participant; several with commas between them.</translation>
    </message>
    <message>
        <source>D&amp;ieet</source>
        <translation>D&amp;iet</translation>
    </message>
    <message>
        <source>Aller&amp;genen</source>
        <translation>Aller&amp;gens</translation>
    </message>
    <message>
        <source>Dieet meekomers</source>
        <translation>Companions&apos; diet</translation>
    </message>
    <message>
        <source>Op&amp;merking</source>
        <translation>Re&amp;mark</translation>
    </message>
    <message>
        <source>elke {weekday}, tot nader order</source>
        <translation>every {weekday}, until told otherwise</translation>
    </message>
    <message>
        <source>week</source>
        <translation>week</translation>
    </message>
    <message>
        <source>maaltijden mee naar huis</source>
        <translation>meals to take home</translation>
    </message>
    <message>
        <source>ook &amp;mailen</source>
        <translation>&amp;mail it too</translation>
    </message>
    <message>
        <source>Aantallen doorgeven</source>
        <translation>Tell the numbers</translation>
    </message>
    <message>
        <source>Aantallen &amp;doorgeven</source>
        <translation>Tell the &amp;numbers</translation>
    </message>
    <message>
        <source>Inschrijven kon tot {day}.</source>
        <translation>Booking was open until {day}.</translation>
    </message>
    <message>
        <source>&amp;Maaltijden</source>
        <translation>&amp;Meals</translation>
    </message>
    <message>
        <source>Ook mailen</source>
        <translation>Mail it too</translation>
    </message>
    <message>
        <source>De aantallen gaan als PDF mee.</source>
        <translation>The numbers go along as a PDF.</translation>
    </message>
    <message>
        <source>&amp;Aan</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>&amp;Onderwerp</source>
        <translation>&amp;Subject</translation>
    </message>
    <message>
        <source>&amp;Tekst</source>
        <translation>Te&amp;xt</translation>
    </message>
    <message>
        <source>Aantallen</source>
        <translation>Numbers</translation>
    </message>
    <message>
        <source>Aantallen genoteerd, mail klaargezet</source>
        <translation>Numbers noted, mail queued</translation>
    </message>
    <message>
        <source>Aantallen genoteerd</source>
        <translation>Numbers noted</translation>
    </message>
    <message>
        <source>Inschrijvingen</source>
        <translation>Bookings</translation>
    </message>
    <message>
        <source>Voorlezen</source>
        <translation>Read back</translation>
    </message>
    <message>
        <source>Wie komt eten?</source>
        <translation>Who comes to eat?</translation>
    </message>
    <message>
        <source>Typ een naam, een telefoonnummer of een dorp.</source>
        <translation>Type a name, a phone number or a village.</translation>
    </message>
    <message>
        <source>De maaltijd is van {begins} tot {ends}: dan vertrekt de rit terug.</source>
        <translation>The meal is from {begins} to {ends}: the ride back leaves then.</translation>
    </message>
    <message>
        <source>MMC-lid nr. {no}</source>
        <translation>MMC member no. {no}</translation>
    </message>
    <message>
        <source>komt voor het eerst eten</source>
        <translation>eats here for the first time</translation>
    </message>
    <message>
        <source>geen MMC-lid</source>
        <translation>no MMC member</translation>
    </message>
    <message>
        <source>{count} pers.</source>
        <translation>{count} pers.</translation>
    </message>
    <message>
        <source>{count} mee</source>
        <translation>{count} to take</translation>
    </message>
    <message>
        <source>met rit</source>
        <translation>with a ride</translation>
    </message>
    <message>
        <source>elke {weekday} in {location}</source>
        <translation>every {weekday} in {location}</translation>
    </message>
    <message>
        <source>tot en met {day}</source>
        <translation>up to {day}</translation>
    </message>
    <message>
        <source>{day} om {time} in {location}</source>
        <translation>{day} at {time} in {location}</translation>
    </message>
    <message>
        <source>{price} per maaltijd</source>
        <translation>{price} a meal</translation>
    </message>
    <message>
        <source>{price} voor een kind</source>
        <translation>{price} for a child</translation>
    </message>
    <message>
        <source>{count} op de wachtlijst</source>
        <translation>{count} on the waiting list</translation>
    </message>
    <message>
        <source>{taken} ingeschreven</source>
        <translation>{taken} booked</translation>
    </message>
    <message>
        <source>{taken} van de {capacity} plaatsen bezet</source>
        <translation>{taken} of {capacity} places taken</translation>
    </message>
    <message>
        <source>&amp;Aanwezig</source>
        <translation>&amp;Present</translation>
    </message>
    <message>
        <source>Niet aange&amp;vinkt</source>
        <translation>Not tic&amp;ked</translation>
    </message>
    <message>
        <source>A&amp;lle overige aanwezig</source>
        <translation>A&amp;ll others present</translation>
    </message>
    <message>
        <source>&amp;Zonder inschrijving…</source>
        <translation>&amp;Walk-in…</translation>
    </message>
    <message>
        <source>&amp;Wijzigen…</source>
        <translation>C&amp;hange…</translation>
    </message>
    <message>
        <source>A&amp;fzeggen</source>
        <translation>Can&amp;cel</translation>
    </message>
    <message>
        <source>&amp;Opschuiven van de wachtlijst</source>
        <translation>Move &amp;up from the waiting list</translation>
    </message>
    <message>
        <source>Aangevinkt</source>
        <translation>Ticked</translation>
    </message>
    <message>
        <source>Van de lijst gehaald</source>
        <translation>Taken off the list</translation>
    </message>
    <message>
        <source>{names} heeft een plaats</source>
        <translation>{names} has a place</translation>
    </message>
    <message>
        <source>Er hoort een rit bij: {rides}. Gaat die ook niet door?</source>
        <translation>A ride belongs to it: {rides}. Is that off too?</translation>
    </message>
    <message>
        <source>Maaltijd en rit afzeggen</source>
        <translation>Cancel meal and ride</translation>
    </message>
    <message>
        <source>Enkel de maaltijd afzeggen</source>
        <translation>Cancel the meal only</translation>
    </message>
    <message>
        <source>{names} afgezegd</source>
        <translation>{names} cancelled</translation>
    </message>
    <message>
        <source>Be&amp;waren</source>
        <translation>&amp;Keep</translation>
    </message>
    <message>
        <source>Middag &amp;afsluiten</source>
        <translation>&amp;Finish the noon</translation>
    </message>
    <message>
        <source>Afgesloten op {day}</source>
        <translation>Finished on {day}</translation>
    </message>
    <message>
        <source>Deze middag moet nog komen.</source>
        <translation>This noon is still to come.</translation>
    </message>
    <message>
        <source>Leeg laten mag: dan telt enkel het aantal.</source>
        <translation>May stay empty: then only the number counts.</translation>
    </message>
    <message>
        <source>&amp;Wie</source>
        <translation>&amp;Who</translation>
    </message>
    <message>
        <source>&amp;Opmerking</source>
        <translation>&amp;Remark</translation>
    </message>
    <message>
        <source>Zonder inschrijving</source>
        <translation>Walk-in</translation>
    </message>
    <message>
        <source>Op de &amp;lijst zetten</source>
        <translation>Put on the &amp;list</translation>
    </message>
    <message>
        <source>De tellingen van {location} op {day} zijn niet die van de inschrijvingen.</source>
        <translation>The counts of {location} on {day} aren&apos;t those of the bookings.</translation>
    </message>
    <message>
        <source>{name} komt niet meer, maar is nog ingeschreven op {day}.</source>
        <translation>{name} comes no more, but is still booked on {day}.</translation>
    </message>
    <message>
        <source>{location} op {day} is afgesloten met {count} inschrijvingen die niet aangevinkt zijn.</source>
        <translation>{location} on {day} was finished with {count} bookings that aren&apos;t ticked.</translation>
    </message>
    <message>
        <source>Deze deelnemer bestaat niet meer. Kies iemand anders.</source>
        <translation>This participant exists no more. Choose somebody else.</translation>
    </message>
    <message>
        <source>deelnemer</source>
        <translation>participant</translation>
    </message>
    <message>
        <source>middag</source>
        <translation>noon</translation>
    </message>
</context>
<context>
    <name>chart</name>
    <message>
        <source>onbekend</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>Grafiek</source>
        <translation>Chart</translation>
    </message>
</context>
<context>
    <name>check</name>
    <message>
        <source>Schema van deze versie</source>
        <translation>Schema of this version</translation>
    </message>
    <message>
        <source>Bestand onbeschadigd</source>
        <translation>File undamaged</translation>
    </message>
    <message>
        <source>Verwijzingen kloppen</source>
        <translation>References hold</translation>
    </message>
    <message>
        <source>Tabellen en indexen aanwezig</source>
        <translation>Tables and indexes present</translation>
    </message>
    <message>
        <source>Spoor ononderbroken</source>
        <translation>Trace unbroken</translation>
    </message>
    <message>
        <source>Spoor zoals de back-ups het kennen</source>
        <translation>Trace as the backups know it</translation>
    </message>
    <message>
        <source>Het schema is {present}, dit programma werkt met {head}. Open de databank een keer in het venster.</source>
        <translation>The schema is {present}; this program works with {head}. Open the database in the window once.</translation>
    </message>
    <message>
        <source>{table} {row} verwijst naar iets dat niet bestaat in {parent}</source>
        <translation>{table} {row} refers to something that doesn’t exist in {parent}</translation>
    </message>
    <message>
        <source>de tabel {name} ontbreekt</source>
        <translation>the table {name} is missing</translation>
    </message>
    <message>
        <source>de index {name} ontbreekt</source>
        <translation>the index {name} is missing</translation>
    </message>
    <message>
        <source>De back-up van {made} ({name}) kent regel {number} van het spoor, die hier ontbreekt of anders is: het spoor werd afgekapt of opnieuw gemaakt. Back-ups die dat tonen: {count}. Bewaar ze en toon ze aan wie u helpt.</source>
        <translation>The backup of {made} ({name}) knows line {number} of the trace, which is missing or different here: the trace was cut off or made anew. Backups that show this: {count}. Keep them and show them to whoever helps you.</translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message>
        <source>een nieuwe, lege databank maken</source>
        <translation>make a new, empty database</translation>
    </message>
    <message>
        <source>een oefendatabank maken</source>
        <translation>make a practice database</translation>
    </message>
    <message>
        <source>bestanden van het kantoor inlezen</source>
        <translation>import the files of the office</translation>
    </message>
    <message>
        <source>de databank nakijken</source>
        <translation>check the database</translation>
    </message>
    <message>
        <source>een reservekopie maken</source>
        <translation>make a backup</translation>
    </message>
    <message>
        <source>de reservekopieën tonen en testen</source>
        <translation>show and test the backups</translation>
    </message>
    <message>
        <source>een reservekopie terugzetten</source>
        <translation>put a backup back</translation>
    </message>
    <message>
        <source>een beheerder terug binnenlaten met de herstelcode</source>
        <translation>let an administrator in again with the rescue code</translation>
    </message>
    <message>
        <source>de databank naar een server verhuizen, of terug</source>
        <translation>move the database to a server, or back</translation>
    </message>
    <message>
        <source>de desks een eigen rol op de server geven</source>
        <translation>give the desks a role of their own on the server</translation>
    </message>
    <message>
        <source>nagaan of dit programma heel is</source>
        <translation>see whether this program is whole</translation>
    </message>
    <message>
        <source>MMC Desk: ritten, dorpsrestaurants en LDC on Wheels. Zonder opdracht opent het venster.</source>
        <translation>MMC Desk: rides, village restaurants and LDC on Wheels. Without a command the window opens.</translation>
    </message>
    <message>
        <source>Uitgang: 0 goed, 1 rijen of opdracht geweigerd, 2 verkeerd gebruik, 3 fout in het programma.</source>
        <translation>Exit: 0 good, 1 rows or command refused, 2 wrong usage, 3 an error in the program.</translation>
    </message>
    <message>
        <source>het versienummer tonen</source>
        <translation>show the version number</translation>
    </message>
    <message>
        <source>de databank: een bestand, of het adres van een PostgreSQL-server (ook in MMC_DESK_DB)</source>
        <translation>the database: a file, or the address of a PostgreSQL server (also in MMC_DESK_DB)</translation>
    </message>
    <message>
        <source>OPDRACHT</source>
        <translation>COMMAND</translation>
    </message>
    <message>
        <source>opdrachten</source>
        <translation>commands</translation>
    </message>
    <message>
        <source>BESTAND</source>
        <translation>FILE</translation>
    </message>
    <message>
        <source>de reservekopie: een bestand dat nog niet bestaat (zonder: een in de map ernaast)</source>
        <translation>the backup: a file that doesn&apos;t exist yet (without: one in the folder beside)</translation>
    </message>
    <message>
        <source>Reservekopie gemaakt en nagekeken: {path}</source>
        <translation>Backup made and verified: {path}</translation>
    </message>
    <message>
        <source>De databank is in orde.</source>
        <translation>The database is in order.</translation>
    </message>
    <message>
        <source>De databank is niet in orde. Maak een reservekopie en toon dit aan wie u helpt.</source>
        <translation>The database is not in order. Make a backup and show this to whoever helps you.</translation>
    </message>
    <message>
        <source>.xlsx, .csv of een map ermee, in om het even welke volgorde</source>
        <translation>.xlsx, .csv or a folder of them, in any order</translation>
    </message>
    <message>
        <source>zegt welke kolom wat is (docs/importeren.md)</source>
        <translation>says which column is what (docs/importeren.md)</translation>
    </message>
    <message>
        <source>MAP</source>
        <translation>FOLDER</translation>
    </message>
    <message>
        <source>waar de afgewezen rijen komen; anders naast hun bestand</source>
        <translation>where the rejected rows go; beside their file otherwise</translation>
    </message>
    <message>
        <source>alleen nakijken, niets bewaren</source>
        <translation>only check, save nothing</translation>
    </message>
    <message>
        <source>Alleen nagekeken: er werd niets bewaard.</source>
        <translation>Only checked: nothing was saved.</translation>
    </message>
    <message>
        <source>Er is niets in te lezen: geen .xlsx of .csv gevonden.</source>
        <translation>There is nothing to import: no .xlsx or .csv found.</translation>
    </message>
    <message>
        <source>Nieuwe databank: {name}</source>
        <translation>New database: {name}</translation>
    </message>
    <message>
        <source>  afgewezen: {where}rij {row}: {reason}</source>
        <translation>  rejected: {where}row {row}: {reason}</translation>
    </message>
    <message>
        <source>  … en nog {count}</source>
        <translation>  … and {count} more</translation>
    </message>
    <message>
        <source>  afgewezen rijen met hun reden: {path}</source>
        <translation>  rejected rows with their reason: {path}</translation>
    </message>
    <message>
        <source>Afgebroken. Wat al bewaard was, blijft bewaard.</source>
        <translation>Stopped. What was saved stays saved.</translation>
    </message>
    <message>
        <source>{file} kan niet gelezen of geschreven worden: {reason}.</source>
        <translation>{file} can’t be read or written: {reason}.</translation>
    </message>
    <message>
        <source>Een bestand</source>
        <translation>A file</translation>
    </message>
    <message>
        <source>Er ging iets mis in het programma zelf; uw gegevens zijn bewaard. Details voor de maker: {log}</source>
        <translation>Something went wrong in the program itself; your data are saved. Details for the maker: {log}</translation>
    </message>
    <message>
        <source>de reservekopie die teruggezet wordt (zonder: de nieuwste die klopt)</source>
        <translation>the backup to restore (without: the newest that is sound)</translation>
    </message>
    <message>
        <source>Teruggezet: {path}</source>
        <translation>Put back: {path}</translation>
    </message>
    <message>
        <source>De vorige databank blijft bewaard als {path}</source>
        <translation>The previous database is kept as {path}</translation>
    </message>
    <message>
        <source>Er is geen reservekopie die klopt. Geef er zelf een: mmc-desk restore BESTAND</source>
        <translation>There is no backup that is sound. Name one yourself: mmc-desk restore FILE</translation>
    </message>
    <message>
        <source>De nieuwste die klopt: {path}</source>
        <translation>The newest that is sound: {path}</translation>
    </message>
    <message>
        <source>Er is geen scherm om het venster op te openen. Geef een opdracht, bijvoorbeeld: mmc-desk --help</source>
        <translation>There is no screen to open the window on. Give a command, for example: mmc-desk --help</translation>
    </message>
    <message>
        <source>elke reservekopie ergens terugzetten en vergelijken</source>
        <translation>restore every backup somewhere and compare it</translation>
    </message>
    <message>
        <source>Er zijn nog geen reservekopieën.</source>
        <translation>There are no backups yet.</translation>
    </message>
    <message>
        <source>VAN</source>
        <translation>FROM</translation>
    </message>
    <message>
        <source>de databank: een bestand, of een adres</source>
        <translation>the database: a file, or an address</translation>
    </message>
    <message>
        <source>NAAR</source>
        <translation>TO</translation>
    </message>
    <message>
        <source>een lege databank op een server, of een bestand</source>
        <translation>an empty database on a server, or a file</translation>
    </message>
    <message>
        <source>Verhuisd en vergeleken: {rows} rijen in {tables} tabellen, aantallen, sommen en vingerafdrukken gelijk.</source>
        <translation>Moved and compared: {rows} rows in {tables} tables, counts, sums and digests equal.</translation>
    </message>
    <message>
        <source>De oude databank is niet gewijzigd. Gebruik vanaf nu de nieuwe: met --db of MMC_DESK_DB.</source>
        <translation>The old database wasn&apos;t changed. Use the new one from now on: with --db or MMC_DESK_DB.</translation>
    </message>
    <message>
        <source>ROL</source>
        <translation>ROLE</translation>
    </message>
    <message>
        <source>de rol waarmee de desks zich aanmelden</source>
        <translation>the role that the desks log in with</translation>
    </message>
    <message>
        <source>{role} mag lezen en schrijven, maar geen tabellen wijzigen en niets aan wat voorgoed vastligt.</source>
        <translation>{role} may read and write, but change no tables and nothing that is written for good.</translation>
    </message>
    <message>
        <source>NAAM</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>de aanmeldnaam</source>
        <translation>the sign-in name</translation>
    </message>
    <message>
        <source>Herstelcode van het blad: </source>
        <translation>Rescue code on the paper: </translation>
    </message>
    <message>
        <source>Nieuw wachtwoord: </source>
        <translation>New password: </translation>
    </message>
    <message>
        <source>Herstelcode gebruikt: {name}</source>
        <translation>Rescue code used: {name}</translation>
    </message>
    <message>
        <source>Deze naam en deze herstelcode horen niet bij elkaar. Kijk ze na.</source>
        <translation>This name and this rescue code don&apos;t belong together. Check them.</translation>
    </message>
    <message>
        <source>{name} kan zich aanmelden, als beheerder.</source>
        <translation>{name} can sign in, as administrator.</translation>
    </message>
    <message>
        <source>Noteer de nieuwe herstelcode; de vorige geldt niet meer: {code}</source>
        <translation>Note the new rescue code; the one before no longer counts: {code}</translation>
    </message>
</context>
<context>
    <name>conflicts</name>
    <message>
        <source>niets</source>
        <translation>nothing</translation>
    </message>
    <message>
        <source>Samen gewijzigd</source>
        <translation>Changed by both</translation>
    </message>
    <message>
        <source>&amp;Terug naar het formulier</source>
        <translation>&amp;Back to the form</translation>
    </message>
    <message>
        <source>Zo &amp;opslaan</source>
        <translation>&amp;Save so</translation>
    </message>
    <message>
        <source>Veld</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Zo stond het</source>
        <translation>As it was</translation>
    </message>
    <message>
        <source>Uw invoer</source>
        <translation>Yours</translation>
    </message>
    <message>
        <source>Andere werkplek</source>
        <translation>Other desk</translation>
    </message>
    <message>
        <source>Allebei, onder elkaar</source>
        <translation>Both, one below the other</translation>
    </message>
    <message>
        <source>Zelf aanpassen</source>
        <translation>Edit it myself</translation>
    </message>
    <message>
        <source>Een andere werkplek bewaarde dit intussen ook. Kies per veld wat het wordt.</source>
        <translation>Another desk saved this meanwhile too. Choose for each field what it becomes.</translation>
    </message>
</context>
<context>
    <name>copies</name>
    <message>
        <source>Dagen kiezen</source>
        <translation>Choose days</translation>
    </message>
    <message>
        <source>&amp;Hoe vaak</source>
        <translation>&amp;How often</translation>
    </message>
    <message>
        <source>&amp;Aantal keren</source>
        <translation>&amp;Number of times</translation>
    </message>
    <message>
        <source>Vult de dagen in.</source>
        <translation>Fills in the days.</translation>
    </message>
    <message>
        <source>25/11, +2 of vr, met een komma ertussen. Of kies ze in de kalender met Enter.</source>
        <translation>25/11, +2 or vr, with commas in between. Or choose them in the calendar with Enter.</translation>
    </message>
    <message>
        <source>&amp;Dagen</source>
        <translation>&amp;Days</translation>
    </message>
    <message>
        <source>Rit kopiëren naar data</source>
        <translation>Copy ride to dates</translation>
    </message>
    <message>
        <source>1 rit &amp;maken</source>
        <translation>&amp;Make 1 ride</translation>
    </message>
    <message>
        <source>{rides} ritten &amp;maken</source>
        <translation>&amp;Make {rides} rides</translation>
    </message>
    <message>
        <source>Kies minstens één dag.</source>
        <translation>Choose at least one day.</translation>
    </message>
    <message>
        <source>zelf kiezen</source>
        <translation>choose myself</translation>
    </message>
    <message>
        <source>elke week</source>
        <translation>every week</translation>
    </message>
    <message>
        <source>elke 2 weken</source>
        <translation>every 2 weeks</translation>
    </message>
    <message>
        <source>elke maand</source>
        <translation>every month</translation>
    </message>
    <message>
        <source>Enter of een klik kiest een dag, of laat ze weer los.</source>
        <translation>Enter or a click picks a day, or lets go of it.</translation>
    </message>
    <message>
        <source>Hoogstens {most} dagen in één keer.</source>
        <translation>At most {most} days at once.</translation>
    </message>
    <message>
        <source>deze dag is al voorbij</source>
        <translation>this day is over</translation>
    </message>
    <message>
        <source>gesloten: {reason}</source>
        <translation>closed: {reason}</translation>
    </message>
    <message>
        <source>al een rit die dag: {rides}</source>
        <translation>has a ride that day: {rides}</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Dit kan niet meer ongedaan gemaakt worden: de gegevens zijn intussen gewijzigd.</source>
        <translation>This can’t be undone any more: the data were changed since.</translation>
    </message>
</context>
<context>
    <name>crash</name>
    <message>
        <source>Er ging iets mis in MMC Desk. Wat bewaard was, blijft bewaard; u kunt verder werken.

Meld dit aan wie MMC Desk onderhoudt en plak het verslag erbij. Er staan geen persoonsgegevens in.</source>
        <translation>Something went wrong in MMC Desk. What was saved stays saved; you can go on working.

Tell whoever looks after MMC Desk and paste the report with it. It holds no personal data.</translation>
    </message>
    <message>
        <source>Verslag kopiëren</source>
        <translation>Copy report</translation>
    </message>
</context>
<context>
    <name>days</name>
    <message>
        <source>{year} is te ver weg. Geef een jaar tot en met {last}.</source>
        <translation>{year} is too far away. Give a year up to {last}.</translation>
    </message>
</context>
<context>
    <name>db</name>
    <message>
        <source>Er is geen databank op {path}. Maak er een met: mmc-desk --db {path} init</source>
        <translation>There is no database at {path}. Make one with: mmc-desk --db {path} init</translation>
    </message>
    <message>
        <source>{path} kan niet gelezen worden ({reason}). Kijk na of u rechten hebt op dit bestand.</source>
        <translation>{path} can’t be read ({reason}). See whether you have rights to this file.</translation>
    </message>
    <message>
        <source>{path} is leeg (0 bytes) en dus geen databank. Zet een reservekopie terug: mmc-desk --db {path} restore KOPIE</source>
        <translation>{path} is empty (0 bytes) and so no database. Put a backup back: mmc-desk --db {path} restore COPY</translation>
    </message>
    <message>
        <source>{path} is geen databank van MMC Desk. Kies een ander bestand; dit blijft ongemoeid.</source>
        <translation>{path} is no database of MMC Desk. Choose another file; this one is left alone.</translation>
    </message>
    <message>
        <source>een wijziging</source>
        <translation>a change</translation>
    </message>
    <message>
        <source>De server viel weg voor dit bewaard was. Bewaar het opnieuw; er staat niets dubbel.</source>
        <translation>The server went away before this was saved. Save it again; nothing is there twice.</translation>
    </message>
    <message>
        <source>Dit adres van een databank is niet bekend. Geef een bestand, of postgresql://gebruiker:wachtwoord@server/databank</source>
        <translation>This address of a database is not known. Give a file, or postgresql://user:password@server/database</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde dit intussen. Herlaad en voer uw wijziging opnieuw in.</source>
        <translation>Somebody else changed this meanwhile. Reload and enter your change again.</translation>
    </message>
    <message>
        <source>Deze chauffeur heeft op dat moment al een rit. Kies een ander uur of een andere chauffeur.</source>
        <translation>This driver already has a ride at that time. Choose another time or another driver.</translation>
    </message>
    <message>
        <source>Dit bestaat al: {detail}</source>
        <translation>This exists already: {detail}</translation>
    </message>
    <message>
        <source>De databank weigert dit: {detail}</source>
        <translation>The database refuses this: {detail}</translation>
    </message>
    <message>
        <source>{name} is al geopend door {who}. Sluit dat eerst.</source>
        <translation>{name} is open already: {who}. Close that first.</translation>
    </message>
    <message>
        <source>De databank {name} antwoordt niet: {detail}</source>
        <translation>The database {name} doesn’t answer: {detail}</translation>
    </message>
    <message>
        <source>{name} is beschadigd. Zet de laatste reservekopie terug: mmc-desk restore KOPIE</source>
        <translation>{name} is damaged. Put the last backup back: mmc-desk restore COPY</translation>
    </message>
    <message>
        <source>De schijf is vol: er werd niets bewaard in {name}. Maak plaats en probeer opnieuw.</source>
        <translation>The disk is full: nothing was saved in {name}. Make room and try again.</translation>
    </message>
    <message>
        <source>{name} staat in een map waarin u niet mag schrijven. Vraag schrijfrechten of kies een andere map.</source>
        <translation>{name} is in a folder you may not write to. Ask for rights or choose another folder.</translation>
    </message>
    <message>
        <source>{name} kan niet geopend worden. Kijk na of de map bestaat en of u er mag schrijven.</source>
        <translation>{name} can’t be opened. See whether the folder exists and whether you may write to it.</translation>
    </message>
    <message>
        <source>De schijf met {name} geeft fouten. Er werd niets bewaard; maak een kopie op een andere schijf.</source>
        <translation>The disk of {name} gives errors. Nothing was saved; make a copy on another disk.</translation>
    </message>
    <message>
        <source>{path} bestaat al en wordt niet overschreven. Kies een andere naam.</source>
        <translation>{path} exists already and is not overwritten. Choose another name.</translation>
    </message>
    <message>
        <source>In {folder} kan geen databank gemaakt worden ({reason}). Kies een andere map.</source>
        <translation>No database can be made in {folder} ({reason}). Choose another folder.</translation>
    </message>
    <message>
        <source>Op de server bestaat {name} al; er werd niets gewijzigd.</source>
        <translation>{name} exists on the server already; nothing was changed.</translation>
    </message>
    <message>
        <source>{name} hoort bij een andere versie van MMC Desk en moet eerst bijgewerkt worden. Vraag de beheerder van de server de nieuwe versie één keer te starten als eigenaar van de databank. Er werd niets gewijzigd.</source>
        <translation>{name} belongs to another version of MMC Desk and has to be updated first. Ask the server&apos;s administrator to start the new version once as the owner of the database. Nothing was changed.</translation>
    </message>
    <message>
        <source>Rollen bestaan alleen op een server; {name} is een bestand.</source>
        <translation>Roles exist on a server only; {name} is a file.</translation>
    </message>
    <message>
        <source>{name} is nog leeg. Maak de databank eerst, met het woord init.</source>
        <translation>{name} is still empty. Make the database first, with the word init.</translation>
    </message>
    <message>
        <source>De rol {role} bestaat niet. Maak ze eerst: createuser --pwprompt {role}</source>
        <translation>The role {role} doesn&apos;t exist. Make it first: createuser --pwprompt {role}</translation>
    </message>
    <message>
        <source>{role} is de eigenaar van de databank en mag alles. Geef de desks een eigen rol.</source>
        <translation>{role} owns the database and may do everything. Give the desks a role of their own.</translation>
    </message>
    <message>
        <source>{name} is gemaakt met een nieuwere versie van MMC Desk (schema {present}; dit programma kent {head}). Installeer de nieuwste versie; er werd niets gewijzigd.</source>
        <translation>{name} was made with a newer version of MMC Desk (schema {present}; this program knows {head}). Install the newest version; nothing was changed.</translation>
    </message>
    <message>
        <source>De omzetting naar het nieuwe schema faalde; er werd niets gewijzigd.</source>
        <translation>The conversion to the new schema failed; nothing was changed.</translation>
    </message>
    <message>
        <source>{name} bevat al gegevens; er werd niets gewijzigd. Verhuis naar een lege databank.</source>
        <translation>{name} holds data already; nothing was changed. Move into an empty database.</translation>
    </message>
    <message>
        <source>Na het verhuizen verschilt {tables}; er werd niets bewaard op {name}.</source>
        <translation>After moving, {tables} differs; nothing was kept on {name}.</translation>
    </message>
</context>
<context>
    <name>demo</name>
    <message>
        <source>Oefendata</source>
        <translation>Practice data</translation>
    </message>
    <message>
        <source>Deze databank bevat al gegevens; oefendata komen enkel in een nieuwe databank.</source>
        <translation>This database holds data already; practice data only go into a new database.</translation>
    </message>
    <message>
        <source>Oefendatabank: {name}</source>
        <translation>Practice database: {name}</translation>
    </message>
    <message>
        <source>Alles hierin is verzonnen; vandaag is {day}.</source>
        <translation>Everything in it is invented; today is {day}.</translation>
    </message>
    <message>
        <source>{year}: {members} leden</source>
        <translation>{year}: {members} members</translation>
    </message>
    <message>
        <source>{year}: {members} leden, {drivers} chauffeurs, {rides} ritten, {km}</source>
        <translation>{year}: {members} members, {drivers} drivers, {rides} rides, {km}</translation>
    </message>
</context>
<context>
    <name>distance</name>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;Naar</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>&amp;Enkele rit</source>
        <translation>&amp;One way</translation>
    </message>
    <message>
        <source>Geldt in beide richtingen. Leeg: opnieuw berekenen.</source>
        <translation>Holds in both directions. Empty: calculate again.</translation>
    </message>
    <message>
        <source>Afstand aanpassen</source>
        <translation>Mend a distance</translation>
    </message>
    <message>
        <source>Afstand &amp;opslaan</source>
        <translation>&amp;Save distance</translation>
    </message>
</context>
<context>
    <name>duties</name>
    <message>
        <source>Kies uit de zeven dagen van de week.</source>
        <translation>Choose from the seven days of the week.</translation>
    </message>
    <message>
        <source>De laatste dag ligt vóór de eerste ({day}). Draai ze om.</source>
        <translation>The last day is before the first ({day}). Turn them around.</translation>
    </message>
    <message>
        <source>Gegevens van de vrijwilliger</source>
        <translation>Details of the volunteer</translation>
    </message>
    <message>
        <source>&amp;Bewerken</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <source>&amp;Stoppen</source>
        <translation>&amp;Stop</translation>
    </message>
    <message>
        <source>&amp;Mails</source>
        <translation>&amp;Mails</translation>
    </message>
    <message>
        <source>Bereiken</source>
        <translation>Reach</translation>
    </message>
    <message>
        <source>&amp;Weekdagen</source>
        <translation>&amp;Weekdays</translation>
    </message>
    <message>
        <source>Helpt</source>
        <translation>Helps</translation>
    </message>
    <message>
        <source>&amp;Afwezigheid</source>
        <translation>&amp;Absence</translation>
    </message>
    <message>
        <source>Afwezig</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>Volgende diensten</source>
        <translation>Next duties</translation>
    </message>
    <message>
        <source>Inzet en vergoeding</source>
        <translation>Service and allowance</translation>
    </message>
    <message>
        <source>Ook bekend als</source>
        <translation>Also known as</translation>
    </message>
    <message>
        <source>Vroegere adressen</source>
        <translation>Earlier addresses</translation>
    </message>
    <message>
        <source>Opnieuw &amp;starten</source>
        <translation>&amp;Start again</translation>
    </message>
    <message>
        <source>Geen adres of telefoon gekend.</source>
        <translation>No address or phone known.</translation>
    </message>
    <message>
        <source>Niets genoteerd.</source>
        <translation>Nothing noted.</translation>
    </message>
    <message>
        <source>Nog niets op het dienstrooster.</source>
        <translation>Nothing on the duty roster yet.</translation>
    </message>
    <message>
        <source>{first} tot en met {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>Is ook lid</source>
        <translation>Is a member too</translation>
    </message>
    <message>
        <source>Is ook chauffeur</source>
        <translation>Is a driver too</translation>
    </message>
    <message>
        <source>sinds {day}</source>
        <translation>since {day}</translation>
    </message>
    <message>
        <source>tot en met {day}</source>
        <translation>until {day}</translation>
    </message>
    <message>
        <source>Niet actief</source>
        <translation>Not active</translation>
    </message>
    <message>
        <source>Actief</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Afwezig tot en met {day}</source>
        <translation>Absent until {day}</translation>
    </message>
    <message>
        <source>Jarig op {day}</source>
        <translation>Birthday on {day}</translation>
    </message>
    <message>
        <source>Dit jaar {years} jaar vrijwilliger</source>
        <translation>A volunteer for {years} years this year</translation>
    </message>
    <message>
        <source>alles</source>
        <translation>everything</translation>
    </message>
    <message>
        <source>Waar</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>Weekdagen</source>
        <translation>Weekdays</translation>
    </message>
    <message>
        <source>{day}, {location}: {task}</source>
        <translation>{day}, {location}: {task}</translation>
    </message>
    <message>
        <source>forfait per dag</source>
        <translation>flat allowance per day</translation>
    </message>
    <message>
        <source>geen forfait</source>
        <translation>no flat allowance</translation>
    </message>
    <message>
        <source>{years} jaar</source>
        <translation>{years} years</translation>
    </message>
    <message>
        <source>Dienstjaren</source>
        <translation>Years of service</translation>
    </message>
    <message>
        <source>Vergoeding</source>
        <translation>Payment</translation>
    </message>
    <message>
        <source>nog geen diensten</source>
        <translation>no duties yet</translation>
    </message>
    <message>
        <source>{duties} diensten, {hours}</source>
        <translation>{duties} duties, {hours}</translation>
    </message>
    <message>
        <source>Krijgt het &amp;forfait per dag</source>
        <translation>Gets the &amp;flat allowance per day</translation>
    </message>
    <message>
        <source>Nieuwe vrijwilliger</source>
        <translation>New volunteer</translation>
    </message>
    <message>
        <source>Vrijwilliger bewerken</source>
        <translation>Edit volunteer</translation>
    </message>
    <message>
        <source>Vrijwilliger &amp;opslaan</source>
        <translation>&amp;Save volunteer</translation>
    </message>
    <message>
        <source>Vrijwilliger gewijzigd</source>
        <translation>Volunteer changed</translation>
    </message>
    <message>
        <source>Dorpsrestaurant</source>
        <translation>Village restaurant</translation>
    </message>
    <message>
        <source>Meer dan één kan ook: Hees, Beverst.</source>
        <translation>More than one is possible too: Hees, Beverst.</translation>
    </message>
    <message>
        <source>&amp;Restaurant</source>
        <translation>&amp;Restaurant</translation>
    </message>
    <message>
        <source>Kies uit: {tasks}. Leeg: alles.</source>
        <translation>Choose from: {tasks}. Empty: everything.</translation>
    </message>
    <message>
        <source>&amp;Taken</source>
        <translation>&amp;Tasks</translation>
    </message>
    <message>
        <source>&amp;Actief sinds</source>
        <translation>&amp;Active since</translation>
    </message>
    <message>
        <source>Geen taak van het dienstrooster: {tasks}. Het voorstel rekent daar niet mee.</source>
        <translation>No task of the duty roster: {tasks}. The proposal doesn’t count with it.</translation>
    </message>
    <message>
        <source>Geen dag aangevinkt: alle dagen.</source>
        <translation>No day ticked: every day.</translation>
    </message>
    <message>
        <source>Weekdagen van {name}</source>
        <translation>Weekdays of {name}</translation>
    </message>
    <message>
        <source>Weekdagen &amp;opslaan</source>
        <translation>&amp;Save weekdays</translation>
    </message>
    <message>
        <source>Weekdagen gewijzigd</source>
        <translation>Weekdays changed</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;Tot en met</source>
        <translation>&amp;Until</translation>
    </message>
    <message>
        <source>Leeg: één dag.</source>
        <translation>Empty: one day.</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: verlof.</source>
        <translation>For instance: leave.</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>R&amp;eason</translation>
    </message>
    <message>
        <source>Afwezigheid van {name}</source>
        <translation>Absence of {name}</translation>
    </message>
    <message>
        <source>Afwezigheid &amp;opslaan</source>
        <translation>&amp;Save absence</translation>
    </message>
    <message>
        <source>Afwezigheid genoteerd</source>
        <translation>Absence noted</translation>
    </message>
    <message>
        <source>Vul de eerste dag in.</source>
        <translation>Fill in the first day.</translation>
    </message>
    <message>
        <source>De diensten daarna blijven op het dienstrooster: geef ze aan iemand anders.</source>
        <translation>Later duties stay on the duty roster: give them to somebody else.</translation>
    </message>
    <message>
        <source>&amp;Laatste dag</source>
        <translation>&amp;Last day</translation>
    </message>
    <message>
        <source>{name} stopt</source>
        <translation>{name} stops</translation>
    </message>
    <message>
        <source>Vrijwilliger &amp;stoppen</source>
        <translation>&amp;Stop volunteer</translation>
    </message>
    <message>
        <source>Vrijwilliger gestopt</source>
        <translation>Volunteer stopped</translation>
    </message>
    <message>
        <source>Vul de laatste dag in.</source>
        <translation>Fill in the last day.</translation>
    </message>
    <message>
        <source>Op dienst deze middag</source>
        <translation>On duty this noon</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Taak</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>Duur</source>
        <translation>Duration</translation>
    </message>
    <message>
        <source>Vult de open middagen eerlijk in (Ctrl+G)</source>
        <translation>Fills the open noons fairly (Ctrl+G)</translation>
    </message>
    <message>
        <source>V&amp;oorstel</source>
        <translation>Pr&amp;oposal</translation>
    </message>
    <message>
        <source>Haalt weg wat voorgesteld en niet vastgezet is (Ctrl+Shift+G)</source>
        <translation>Takes off what was proposed and not pinned (Ctrl+Shift+G)</translation>
    </message>
    <message>
        <source>Voorstel &amp;wissen</source>
        <translation>&amp;Wipe proposal</translation>
    </message>
    <message>
        <source>&amp;Toevoegen…</source>
        <translation>&amp;Add…</translation>
    </message>
    <message>
        <source>&amp;Bezetting…</source>
        <translation>&amp;Numbers…</translation>
    </message>
    <message>
        <source>A&amp;fdrukken…</source>
        <translation>&amp;Print…</translation>
    </message>
    <message>
        <source>&amp;Mailen…</source>
        <translation>&amp;Mail…</translation>
    </message>
    <message>
        <source>Nog geen dorpsrestaurants. Voeg er eerst een toe bij Locaties.</source>
        <translation>No village restaurants yet. First add one under Locations.</translation>
    </message>
    <message>
        <source>{location} heeft in deze maand geen middagen. Kies een andere maand.</source>
        <translation>{location} has no noons in this month. Choose another month.</translation>
    </message>
    <message>
        <source>Deze maand: {people} vrijwilligers, {duties} diensten, {hours}</source>
        <translation>This month: {people} volunteers, {duties} duties, {hours}</translation>
    </message>
    <message>
        <source>Dienstrooster voorgesteld</source>
        <translation>Duty roster proposed</translation>
    </message>
    <message>
        <source>{added} diensten toegevoegd, {dropped} weggehaald, {short} plaatsen te kort</source>
        <translation>{added} duties added, {dropped} taken off, {short} places short</translation>
    </message>
    <message>
        <source>Voorstel gewist</source>
        <translation>Proposal wiped</translation>
    </message>
    <message>
        <source>Op {day} is het restaurant gesloten: {reason}.</source>
        <translation>On {day} the restaurant is closed: {reason}.</translation>
    </message>
    <message>
        <source>Vastgezet</source>
        <translation>Pinned</translation>
    </message>
    <message>
        <source>Losgemaakt</source>
        <translation>Unpinned</translation>
    </message>
    <message>
        <source>{name} van het rooster gehaald</source>
        <translation>{name} taken off the roster</translation>
    </message>
    <message>
        <source>Dienstrooster {location} {month}.pdf</source>
        <translation>Duty roster {location} {month}.pdf</translation>
    </message>
    <message>
        <source>nog in te vullen</source>
        <translation>still to be filled</translation>
    </message>
    <message>
        <source>voorbij</source>
        <translation>over</translation>
    </message>
    <message>
        <source>{task}: {count} te kort ({why})</source>
        <translation>{task}: {count} short ({why})</translation>
    </message>
    <message>
        <source>Restaurant</source>
        <translation>Restaurant</translation>
    </message>
    <message>
        <source>Nu</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Uren dit jaar</source>
        <translation>Hours this year</translation>
    </message>
    <message>
        <source>Forfait</source>
        <translation>Flat allowance</translation>
    </message>
    <message>
        <source>Diensten mailen: {month} {year}</source>
        <translation>Mail duties: {month} {year}</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>{count} vrijwilligers, {mails} aangevinkt</source>
        <translation>{count} volunteers, {mails} ticked</translation>
    </message>
    <message>
        <source>Niemand staat in deze maand op het dienstrooster.</source>
        <translation>Nobody is on the duty roster this month.</translation>
    </message>
    <message>
        <source>&amp;Diensten</source>
        <translation>&amp;Duties</translation>
    </message>
    <message>
        <source>Diensten gemaild</source>
        <translation>Duties mailed</translation>
    </message>
    <message>
        <source>Jarig</source>
        <translation>Birthday</translation>
    </message>
    <message>
        <source>Jaren</source>
        <translation>Years</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>niet actief</source>
        <translation>not active</translation>
    </message>
    <message>
        <source>weg t/m {day}</source>
        <translation>away until {day}</translation>
    </message>
    <message>
        <source>actief</source>
        <translation>active</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Nu afwezig</source>
        <translation>Absent now</translation>
    </message>
    <message>
        <source>Bijna jarig</source>
        <translation>Birthday soon</translation>
    </message>
    <message>
        <source>Jubileum</source>
        <translation>Jubilee</translation>
    </message>
    <message>
        <source>Vrijwilligers</source>
        <translation>Volunteers</translation>
    </message>
    <message>
        <source>Filter op naam, restaurant, taak, telefoon</source>
        <translation>Filter by name, restaurant, task, phone</translation>
    </message>
    <message>
        <source>&amp;Nieuwe vrijwilliger</source>
        <translation>&amp;New volunteer</translation>
    </message>
    <message>
        <source>{shown} van {all} vrijwilligers</source>
        <translation>{shown} of {all} volunteers</translation>
    </message>
    <message>
        <source>Nog geen vrijwilligers. Neem uw lijst over, of begin met Ctrl+N.</source>
        <translation>No volunteers yet. Take over your list, or start with Ctrl+N.</translation>
    </message>
    <message>
        <source>Alle vrijwilligers als CSV: dit kan ook weer ingelezen worden</source>
        <translation>All volunteers as CSV: this can be imported again</translation>
    </message>
    <message>
        <source>&amp;Exporteren…</source>
        <translation>&amp;Export…</translation>
    </message>
    <message>
        <source>Exporteren</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>Vrijwilliger helpt opnieuw</source>
        <translation>Volunteer helps again</translation>
    </message>
    <message>
        <source>Afwezigheid verwijderd</source>
        <translation>Absence deleted</translation>
    </message>
    <message>
        <source>koken</source>
        <translation>cooking</translation>
    </message>
    <message>
        <source>tafels dekken</source>
        <translation>setting tables</translation>
    </message>
    <message>
        <source>opdienen</source>
        <translation>serving</translation>
    </message>
    <message>
        <source>afwas</source>
        <translation>dishes</translation>
    </message>
    <message>
        <source>onthaal</source>
        <translation>welcome</translation>
    </message>
    <message>
        <source>alle dagen</source>
        <translation>every day</translation>
    </message>
    <message>
        <source>ma</source>
        <translation>Mon</translation>
    </message>
    <message>
        <source>di</source>
        <translation>Tue</translation>
    </message>
    <message>
        <source>wo</source>
        <translation>Wed</translation>
    </message>
    <message>
        <source>do</source>
        <translation>Thu</translation>
    </message>
    <message>
        <source>vr</source>
        <translation>Fri</translation>
    </message>
    <message>
        <source>za</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>zo</source>
        <translation>Sun</translation>
    </message>
    <message>
        <source>Niemand helpt in {location}. Voeg eerst vrijwilligers toe.</source>
        <translation>Nobody helps in {location}. First add volunteers.</translation>
    </message>
    <message>
        <source>Op {day} is het restaurant gesloten: {reason}. Kies een andere middag.</source>
        <translation>On {day} the restaurant is closed: {reason}. Choose another noon.</translation>
    </message>
    <message>
        <source>{name} staat die middag al op het rooster. Wijzig daar de taak.</source>
        <translation>{name} is on the roster that noon already. Change the task there.</translation>
    </message>
    <message>
        <source>Een dienst duurt 1 minuut tot 12 uur.</source>
        <translation>A duty lasts from 1 minute to 12 hours.</translation>
    </message>
    <message>
        <source>Kies een aantal van 0 tot 20.</source>
        <translation>Choose a number from 0 to 20.</translation>
    </message>
    <message>
        <source>gesloten: {reason}</source>
        <translation>closed: {reason}</translation>
    </message>
    <message>
        <source>{count} te kort</source>
        <translation>{count} short</translation>
    </message>
    <message>
        <source>{name} (vast)</source>
        <translation>{name} (pinned)</translation>
    </message>
    <message>
        <source>Dienstrooster: middagen en taken</source>
        <translation>Duty roster: noons and tasks</translation>
    </message>
    <message>
        <source>Vul een getal in.</source>
        <translation>Fill in a number.</translation>
    </message>
    <message>
        <source>&amp;Vrijwilliger</source>
        <translation>&amp;Volunteer</translation>
    </message>
    <message>
        <source>&amp;Taak</source>
        <translation>&amp;Task</translation>
    </message>
    <message>
        <source>Leeg: {minutes} minuten.</source>
        <translation>Empty: {minutes} minutes.</translation>
    </message>
    <message>
        <source>&amp;Duur</source>
        <translation>&amp;Duration</translation>
    </message>
    <message>
        <source>minuten</source>
        <translation>minutes</translation>
    </message>
    <message>
        <source>Wie helpt op {day}?</source>
        <translation>Who helps on {day}?</translation>
    </message>
    <message>
        <source>Op het rooster &amp;zetten</source>
        <translation>&amp;Put on the roster</translation>
    </message>
    <message>
        <source>Op het dienstrooster gezet</source>
        <translation>Put on the duty roster</translation>
    </message>
    <message>
        <source>Let op: {why}. Het kan toch.</source>
        <translation>Mind: {why}. It is possible all the same.</translation>
    </message>
    <message>
        <source>Kies een vrijwilliger uit de lijst.</source>
        <translation>Choose a volunteer from the list.</translation>
    </message>
    <message>
        <source>{count} diensten in {weeks} weken</source>
        <translation>{count} duties in {weeks} weeks</translation>
    </message>
    <message>
        <source>doet iets anders</source>
        <translation>does something else</translation>
    </message>
    <message>
        <source>ander restaurant</source>
        <translation>other restaurant</translation>
    </message>
    <message>
        <source>Dienst van {name}</source>
        <translation>Duty of {name}</translation>
    </message>
    <message>
        <source>Dienst &amp;opslaan</source>
        <translation>&amp;Save duty</translation>
    </message>
    <message>
        <source>Dienst gewijzigd</source>
        <translation>Duty changed</translation>
    </message>
    <message>
        <source>Gewone &amp;duur van een dienst</source>
        <translation>Usual &amp;duration of a duty</translation>
    </message>
    <message>
        <source>Hoeveel vrijwilligers per middag</source>
        <translation>How many volunteers per noon</translation>
    </message>
    <message>
        <source>Bezetting &amp;opslaan</source>
        <translation>&amp;Save numbers</translation>
    </message>
    <message>
        <source>Bezetting gewijzigd</source>
        <translation>Numbers changed</translation>
    </message>
    <message>
        <source>Dienstrooster {location}, {month} {year}</source>
        <translation>Duty roster {location}, {month} {year}</translation>
    </message>
    <message>
        <source>Geen middagen in deze maand.</source>
        <translation>No noons in this month.</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Gesloten: {reason}</source>
        <translation>Closed: {reason}</translation>
    </message>
    <message>
        <source>Diensten</source>
        <translation>Duties</translation>
    </message>
    <message>
        <source>Uren</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>Diensten en uren deze maand</source>
        <translation>Duties and hours this month</translation>
    </message>
    <message>
        <source>helpt die weekdag niet</source>
        <translation>doesn’t help on that weekday</translation>
    </message>
    <message>
        <source>afwezig</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>helpt die dag elders</source>
        <translation>helps elsewhere that day</translation>
    </message>
    <message>
        <source>{count} al op dienst</source>
        <translation>{count} on duty already</translation>
    </message>
    <message>
        <source>geen enkele vrijwilliger van dit restaurant doet dit</source>
        <translation>no volunteer of this restaurant does this</translation>
    </message>
    <message>
        <source>De diensten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.</source>
        <translation>The duties of {name} were changed meanwhile. Look at the mails again.</translation>
    </message>
    <message>
        <source>Diensten {month}.pdf</source>
        <translation>Duties {month}.pdf</translation>
    </message>
    <message>
        <source>Uw diensten in het dorpsrestaurant, {month} {year}</source>
        <translation>Your duties at the village restaurant, {month} {year}</translation>
    </message>
    <message>
        <source>Diensten {month} {year}</source>
        <translation>Duties {month} {year}</translation>
    </message>
    <message>
        <source>Dit zijn uw diensten in het dorpsrestaurant:</source>
        <translation>These are your duties at the village restaurant:</translation>
    </message>
    <message>
        <source>- geen in deze maand</source>
        <translation>- none in this month</translation>
    </message>
    <message>
        <source>Open diensten.ics om ze in uw agenda te zetten; wat verviel, verdwijnt eruit.</source>
        <translation>Open diensten.ics to put them into your calendar; what was cancelled disappears from it.</translation>
    </message>
    <message>
        <source>Kunt u eens niet? Bel ons of antwoord op deze mail. Alvast bedankt!</source>
        <translation>Can’t you make it? Phone us or answer this mail. Thank you!</translation>
    </message>
    <message>
        <source>{first}–{last}</source>
        <translation>{first}–{last}</translation>
    </message>
    <message>
        <source>Uur</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>In deze maand staat u niet op het dienstrooster.</source>
        <translation>You aren’t on the duty roster this month.</translation>
    </message>
    <message>
        <source>Dorpsrestaurant {location}</source>
        <translation>Village restaurant {location}</translation>
    </message>
    <message>
        <source>{restaurant}: {task}</source>
        <translation>{restaurant}: {task}</translation>
    </message>
    <message>
        <source>vrijwilliger</source>
        <translation>volunteer</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>De server viel weg terwijl dit bewaard werd: {label}. Zodra hij antwoordt, wordt nagekeken of het er staat; bewaar het intussen niet opnieuw.</source>
        <translation>The server went away while this was being saved: {label}. As soon as it answers, the program looks whether it is there; don’t save it again meanwhile.</translation>
    </message>
    <message>
        <source>u hebt er geen rechten voor</source>
        <translation>you have no rights to it</translation>
    </message>
    <message>
        <source>de schijf laat geen wijzigingen toe</source>
        <translation>the disk allows no changes</translation>
    </message>
    <message>
        <source>de map of het bestand bestaat niet</source>
        <translation>the folder or the file doesn’t exist</translation>
    </message>
    <message>
        <source>een deel van het pad is geen map</source>
        <translation>a part of the path is no folder</translation>
    </message>
    <message>
        <source>dit is een map, geen bestand</source>
        <translation>this is a folder, not a file</translation>
    </message>
    <message>
        <source>er staat al iets met die naam</source>
        <translation>something of that name is there already</translation>
    </message>
    <message>
        <source>de schijf is vol</source>
        <translation>the disk is full</translation>
    </message>
    <message>
        <source>het bestand wordt te groot voor deze schijf</source>
        <translation>the file becomes too large for this disk</translation>
    </message>
    <message>
        <source>de naam is te lang</source>
        <translation>the name is too long</translation>
    </message>
    <message>
        <source>daar luistert niets</source>
        <translation>nothing listens there</translation>
    </message>
    <message>
        <source>er leidt geen netwerk naartoe</source>
        <translation>no network leads there</translation>
    </message>
    <message>
        <source>de schijf geeft fouten</source>
        <translation>the disk gives errors</translation>
    </message>
</context>
<context>
    <name>fields</name>
    <message>
        <source>dd/mm/jjjj</source>
        <translation>dd/mm/yyyy</translation>
    </message>
    <message>
        <source>uu:mm</source>
        <translation>hh:mm</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>nee</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Voorstellen</source>
        <translation>Suggestions</translation>
    </message>
    <message>
        <source>“{text}” werd niet gevonden. Kies een voorstel uit de lijst.</source>
        <translation>“{text}” was not found. Choose a suggestion from the list.</translation>
    </message>
    <message>
        <source>De laatste weglaten (Backspace)</source>
        <translation>Leave out the last one (Backspace)</translation>
    </message>
    <message>
        <source>{names}. Backspace laat de laatste weg.</source>
        <translation>{names}. Backspace leaves out the last one.</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Maaltijden</source>
        <translation>Meals</translation>
    </message>
    <message>
        <source>Deelnemers aan tafel in de dorpsrestaurants, met of zonder inschrijving. Meegenomen maaltijden en gesloten dagen tellen niet mee.</source>
        <translation>Participants at table in the village restaurants, booked or not. Take-away meals and closed days don’t count.</translation>
    </message>
    <message>
        <source>Open middagen</source>
        <translation>Open noons</translation>
    </message>
    <message>
        <source>Middagen van de dorpsrestaurants waarvan de deelnemers geteld zijn; gesloten dagen tellen niet mee.</source>
        <translation>Noons of the village restaurants whose participants were counted; closed days don&apos;t count.</translation>
    </message>
    <message>
        <source>Maaltijden per open middag</source>
        <translation>Meals per open noon</translation>
    </message>
    <message>
        <source>Maaltijden gedeeld door open middagen: het gemiddelde over de dagen dat er echt gegeten werd.</source>
        <translation>Meals divided by open noons: the average over the days on which people really ate.</translation>
    </message>
    <message>
        <source>Ingeschreven deelnemers die niet kwamen. Onbekend zolang geen enkele middag dat noteerde.</source>
        <translation>Participants who had booked and didn&apos;t come. Unknown as long as no noon noted it.</translation>
    </message>
    <message>
        <source>Maaltijden per locatie</source>
        <translation>Meals per location</translation>
    </message>
    <message>
        <source>Locatie</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Maaltijden per maand</source>
        <translation>Meals per month</translation>
    </message>
    <message>
        <source>% van ingeschreven</source>
        <translation>% of bookings</translation>
    </message>
    <message>
        <source>Dorpsrestaurants</source>
        <translation>Village restaurants</translation>
    </message>
    <message>
        <source>Locaties waar in dit jaar minstens één middag de deelnemers geteld zijn.</source>
        <translation>Locations where the participants of at least one noon were counted in this year.</translation>
    </message>
    <message>
        <source>Diensten van vrijwilligers</source>
        <translation>Volunteers&apos; duties</translation>
    </message>
    <message>
        <source>Diensten op het rooster van de dorpsrestaurants, op open middagen tot en met vandaag.</source>
        <translation>Duties on the rosters of the village restaurants, on open noons up to today.</translation>
    </message>
    <message>
        <source>Uren van vrijwilligers</source>
        <translation>Volunteers&apos; hours</translation>
    </message>
    <message>
        <source>De duur van die diensten samen; een dienst zonder eigen duur telt zo lang als diensten gewoonlijk duren.</source>
        <translation>The length of those duties together; a duty without its own length counts as long as duties usually last.</translation>
    </message>
    <message>
        <source>Diensten van vrijwilligers per locatie</source>
        <translation>Volunteers&apos; duties per location</translation>
    </message>
    <message>
        <source>Diensten</source>
        <translation>Duties</translation>
    </message>
    <message>
        <source>Uren</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>Middagen</source>
        <translation>Noons</translation>
    </message>
    <message>
        <source>Per middag</source>
        <translation>Per noon</translation>
    </message>
    <message>
        <source>Niet komen opdagen</source>
        <translation>No-shows</translation>
    </message>
    <message>
        <source>Zonder inschrijving</source>
        <translation>Walk-ins</translation>
    </message>
    <message>
        <source>Meegenomen</source>
        <translation>Taken away</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Leden van de Minder Mobielen Centrale met een lidmaatschap voor dit jaar, betaald of niet.</source>
        <translation>Members of the Minder Mobielen Centrale with a membership for this year, paid or not.</translation>
    </message>
    <message>
        <source>Leden meer of minder</source>
        <translation>Members more or fewer</translation>
    </message>
    <message>
        <source>Leden van dit jaar min leden van vorig jaar.</source>
        <translation>Members of this year minus members of last year.</translation>
    </message>
    <message>
        <source>Nieuwe leden</source>
        <translation>New members</translation>
    </message>
    <message>
        <source>Leden van dit jaar die het vorig jaar niet waren. Onbekend zolang van vorig jaar geen leden gekend zijn.</source>
        <translation>Members of this year who weren&apos;t last year. Unknown as long as no members of last year are known.</translation>
    </message>
    <message>
        <source>Leden die niet terugkwamen</source>
        <translation>Members who didn&apos;t return</translation>
    </message>
    <message>
        <source>Leden van vorig jaar die het dit jaar niet meer zijn: gestopt, verhuisd, overleden of niet hernieuwd.</source>
        <translation>Members of last year who no longer are this year: resigned, moved, deceased or not renewed.</translation>
    </message>
    <message>
        <source>Nieuwe chauffeurs</source>
        <translation>New drivers</translation>
    </message>
    <message>
        <source>Vrijwillige chauffeurs die in dit jaar begonnen: de datum “actief vanaf” van hun fiche.</source>
        <translation>Volunteer drivers who began in this year: the date “active from” of their card.</translation>
    </message>
    <message>
        <source>Vrijwilligers dorpsrestaurants</source>
        <translation>Volunteers of the village restaurants</translation>
    </message>
    <message>
        <source>Vrijwilligers van de dorpsrestaurants die in dit jaar actief waren.</source>
        <translation>Volunteers of the village restaurants who were active in this year.</translation>
    </message>
    <message>
        <source>Leden per maand</source>
        <translation>Members per month</translation>
    </message>
    <message>
        <source>Lid geworden</source>
        <translation>Joined</translation>
    </message>
    <message>
        <source>Gestopt</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>Leden per dorp</source>
        <translation>Members per village</translation>
    </message>
    <message>
        <source>Nieuw</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Niet terug</source>
        <translation>Not back</translation>
    </message>
    <message>
        <source>Chauffeurs</source>
        <translation>Drivers</translation>
    </message>
    <message>
        <source>Vrijwillige chauffeurs die in dit jaar minstens één rit uitvoerden.</source>
        <translation>Volunteer drivers who drove at least one ride in this year.</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Uitgevoerde ritten: één trip van één chauffeur, van thuis tot thuis, heen en terug en wachten inbegrepen, hoeveel leden er ook meerijden. Geannuleerde en loze ritten tellen niet mee.</source>
        <translation>Rides driven: one trip of one driver, from home to home, out and back and waiting included, however many members travel along. Cancelled and wasted rides don’t count.</translation>
    </message>
    <message>
        <source>Ledenverplaatsingen</source>
        <translation>Member trips</translation>
    </message>
    <message>
        <source>Elk lid in elke uitgevoerde rit: een rit met een meerijder telt twee ledenverplaatsingen.</source>
        <translation>Every member on every ride driven: a ride with a second member counts two member trips.</translation>
    </message>
    <message>
        <source>Legs</source>
        <translation>Legs</translation>
    </message>
    <message>
        <source>Delen van uitgevoerde ritten met een lid aan boord: heenrit, tussenstop en terugrit tellen elk voor één. Onbekend zodra van één uitgevoerde rit de delen niet genoteerd zijn.</source>
        <translation>Parts of rides driven with a member aboard: out, a stop and back each count one. Unknown as soon as the parts of one ride driven weren’t noted.</translation>
    </message>
    <message>
        <source>Kilometers</source>
        <translation>Kilometres</translation>
    </message>
    <message>
        <source>Kilometers van de uitgevoerde ritten, van het huis van de chauffeur tot weer thuis.</source>
        <translation>Kilometres of the rides driven, from the driver’s house until home again.</translation>
    </message>
    <message>
        <source>Geannuleerde ritten</source>
        <translation>Cancelled rides</translation>
    </message>
    <message>
        <source>Aangevraagde ritten die afgezegd werden voor de chauffeur aan de deur stond.</source>
        <translation>Requested rides that were called off before the driver stood at the door.</translation>
    </message>
    <message>
        <source>Loze ritten</source>
        <translation>Wasted trips</translation>
    </message>
    <message>
        <source>Ritten waarbij de chauffeur vergeefs aan de deur stond.</source>
        <translation>Rides for which the driver stood at the door in vain.</translation>
    </message>
    <message>
        <source>Kilometers van loze ritten</source>
        <translation>Kilometres of wasted trips</translation>
    </message>
    <message>
        <source>Gereden kilometers van de loze ritten; ze zijn niet begrepen in de kilometers hierboven.</source>
        <translation>Kilometres driven for wasted trips; they are not part of the kilometres above.</translation>
    </message>
    <message>
        <source>Geen chauffeur gevonden</source>
        <translation>No driver found</translation>
    </message>
    <message>
        <source>Aanvragen waarvoor geen chauffeur gevonden werd: de onvervulde vraag.</source>
        <translation>Requests for which no driver was found: the unmet need.</translation>
    </message>
    <message>
        <source>Ritten per maand</source>
        <translation>Rides per month</translation>
    </message>
    <message>
        <source>Ritten per chauffeur</source>
        <translation>Rides per driver</translation>
    </message>
    <message>
        <source>Ritten per reden</source>
        <translation>Rides per purpose</translation>
    </message>
    <message>
        <source>Ritten per dorp van vertrek</source>
        <translation>Rides per village of departure</translation>
    </message>
    <message>
        <source>Niet gereden per maand</source>
        <translation>Not driven per month</translation>
    </message>
    <message>
        <source>Geannuleerd</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Loos</source>
        <translation>Wasted</translation>
    </message>
    <message>
        <source>Geen chauffeur</source>
        <translation>No driver</translation>
    </message>
    <message>
        <source>Waarom geen chauffeur</source>
        <translation>Why no driver</translation>
    </message>
    <message>
        <source>Aanvragen</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>onbekend</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Maand</source>
        <translation>Month</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>Dorp</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>Activiteiten LDC on Wheels</source>
        <translation>LDC on Wheels activities</translation>
    </message>
    <message>
        <source>Activiteiten van LDC on Wheels die doorgingen. Wat nog gepland is, wegviel of geannuleerd werd, telt niet mee.</source>
        <translation>LDC on Wheels sessions that were held. What is still planned, was missed or called off doesn&apos;t count.</translation>
    </message>
    <message>
        <source>Activiteiten per locatie</source>
        <translation>Sessions per location</translation>
    </message>
    <message>
        <source>Gepland</source>
        <translation>Planned</translation>
    </message>
    <message>
        <source>Weggevallen activiteiten</source>
        <translation>Missed activities</translation>
    </message>
    <message>
        <source>Activiteiten van LDC on Wheels die geen open middag vonden of geannuleerd werden.</source>
        <translation>Activities of LDC on Wheels that found no open noon or were cancelled.</translation>
    </message>
    <message>
        <source>Aanwezigen op activiteiten</source>
        <translation>Attendance at activities</translation>
    </message>
    <message>
        <source>Aanwezigen op alle activiteiten van LDC on Wheels samen: wie op drie activiteiten was, telt drie keer. Onbekend zolang op geen enkele geteld werd.</source>
        <translation>Attendance of all activities of LDC on Wheels together: who came to three activities counts three times. Unknown as long as nobody counted at any.</translation>
    </message>
    <message>
        <source>Nieuwe gezichten op activiteiten</source>
        <translation>New faces at activities</translation>
    </message>
    <message>
        <source>Aanwezigen die voor het eerst op een activiteit van LDC on Wheels waren.</source>
        <translation>People who came to an activity of LDC on Wheels for the first time.</translation>
    </message>
    <message>
        <source>Doorgegaan</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>Weggevallen</source>
        <translation>Missed</translation>
    </message>
    <message>
        <source>Aanwezigen</source>
        <translation>Attendance</translation>
    </message>
    <message>
        <source>Nieuwe gezichten</source>
        <translation>First-timers</translation>
    </message>
    <message>
        <source>Activiteiten per maand</source>
        <translation>Activities per month</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Voornaam</source>
        <translation>First name</translation>
    </message>
    <message>
        <source>Aan tafel</source>
        <translation>At the table</translation>
    </message>
    <message>
        <source>Ingeschreven</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>Niet gekomen</source>
        <translation>No-shows</translation>
    </message>
    <message>
        <source>Lidnr.</source>
        <translation>Member no.</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Lid sinds</source>
        <translation>Member since</translation>
    </message>
    <message>
        <source>Gestopt op</source>
        <translation>Ended on</translation>
    </message>
    <message>
        <source>Lidgeld</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>Betaald op</source>
        <translation>Paid on</translation>
    </message>
    <message>
        <source>Verschil</source>
        <translation>Difference</translation>
    </message>
    <message>
        <source>Actief van</source>
        <translation>Active from</translation>
    </message>
    <message>
        <source>Actief tot</source>
        <translation>Active to</translation>
    </message>
    <message>
        <source>geen reden genoteerd</source>
        <translation>no reason noted</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Van</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Naar</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Leden aan boord</source>
        <translation>Members aboard</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Thema</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>State</translation>
    </message>
</context>
<context>
    <name>file</name>
    <message>
        <source>Naam</source>
        <translation>Last name</translation>
    </message>
    <message>
        <source>Voornaam</source>
        <translation>First name</translation>
    </message>
    <message>
        <source>Geboren op</source>
        <translation>Born on</translation>
    </message>
    <message>
        <source>Overleden op</source>
        <translation>Deceased on</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Gsm</source>
        <translation>Mobile</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Straat</source>
        <translation>Street</translation>
    </message>
    <message>
        <source>Postcode</source>
        <translation>Postcode</translation>
    </message>
    <message>
        <source>Dorp</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>Geldig vanaf</source>
        <translation>Valid from</translation>
    </message>
    <message>
        <source>Lidnummer</source>
        <translation>Member number</translation>
    </message>
    <message>
        <source>Lid sinds</source>
        <translation>Member since</translation>
    </message>
    <message>
        <source>Gestopt op</source>
        <translation>Ended on</translation>
    </message>
    <message>
        <source>Reden van het einde</source>
        <translation>Reason of the end</translation>
    </message>
    <message>
        <source>Gezin</source>
        <translation>Household</translation>
    </message>
    <message>
        <source>Hulpmiddel</source>
        <translation>Aid</translation>
    </message>
    <message>
        <source>Begeleider</source>
        <translation>Companion</translation>
    </message>
    <message>
        <source>Nota</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Nagekeken op</source>
        <translation>Checked on</translation>
    </message>
    <message>
        <source>Resultaat</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Bewijs</source>
        <translation>Proof</translation>
    </message>
    <message>
        <source>Herziening</source>
        <translation>Next review</translation>
    </message>
    <message>
        <source>Jaar</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>Lidgeld</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>Betaald op</source>
        <translation>Paid on</translation>
    </message>
    <message>
        <source>Mededeling</source>
        <translation>Communication</translation>
    </message>
    <message>
        <source>Brief op</source>
        <translation>Letter on</translation>
    </message>
    <message>
        <source>Herinneringen</source>
        <translation>Reminders</translation>
    </message>
    <message>
        <source>Herinnering op</source>
        <translation>Reminder on</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Actief vanaf</source>
        <translation>Active from</translation>
    </message>
    <message>
        <source>Actief tot</source>
        <translation>Active until</translation>
    </message>
    <message>
        <source>Plaatsen</source>
        <translation>Seats</translation>
    </message>
    <message>
        <source>Vaste rolstoel</source>
        <translation>Rigid wheelchair</translation>
    </message>
    <message>
        <source>Rekeningnummer</source>
        <translation>Account number</translation>
    </message>
    <message>
        <source>Ziet af van vergoeding</source>
        <translation>Waives payment</translation>
    </message>
    <message>
        <source>Nummer mag gegeven worden</source>
        <translation>Number may be given</translation>
    </message>
    <message>
        <source>Hoogstens ritten per week</source>
        <translation>Rides a week at most</translation>
    </message>
    <message>
        <source>Hoogstens ver</source>
        <translation>Distance at most</translation>
    </message>
    <message>
        <source>Hoogstens km per week</source>
        <translation>Km a week at most</translation>
    </message>
    <message>
        <source>Liever geen autosnelweg</source>
        <translation>Avoids the motorway</translation>
    </message>
    <message>
        <source>Liever niet wachten aan het ziekenhuis</source>
        <translation>Avoids waiting at the hospital</translation>
    </message>
    <message>
        <source>Wensen</source>
        <translation>Wishes</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Vervalt op</source>
        <translation>Expires on</translation>
    </message>
    <message>
        <source>Getekend op</source>
        <translation>Signed on</translation>
    </message>
    <message>
        <source>Uitgave</source>
        <translation>Edition</translation>
    </message>
    <message>
        <source>Weekdag</source>
        <translation>Weekday</translation>
    </message>
    <message>
        <source>Van</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Tot</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Tot en met</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Tie</translation>
    </message>
    <message>
        <source>Locatie</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>Krijgt het forfait</source>
        <translation>Gets the flat allowance</translation>
    </message>
    <message>
        <source>Nummer van de bank</source>
        <translation>Number of the bank</translation>
    </message>
    <message>
        <source>Geboekt op</source>
        <translation>Booked on</translation>
    </message>
    <message>
        <source>Bedrag</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Betaler</source>
        <translation>Payer</translation>
    </message>
    <message>
        <source>Opzijgezet</source>
        <translation>Set aside</translation>
    </message>
    <message>
        <source>Klaargezet op</source>
        <translation>Queued at</translation>
    </message>
    <message>
        <source>Aan</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Adres</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Onderwerp</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Tekst</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Verstuurd op</source>
        <translation>Sent at</translation>
    </message>
    <message>
        <source>Fout</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Inhoud</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>Herhaling</source>
        <translation>Repeats</translation>
    </message>
    <message>
        <source>Om de</source>
        <translation>Every</translation>
    </message>
    <message>
        <source>Weekdagen</source>
        <translation>Weekdays</translation>
    </message>
    <message>
        <source>Dag van de maand</source>
        <translation>Day of the month</translation>
    </message>
    <message>
        <source>Hoeveelste van de maand</source>
        <translation>Which of the month</translation>
    </message>
    <message>
        <source>Begint op</source>
        <translation>Begins on</translation>
    </message>
    <message>
        <source>Eindigt op</source>
        <translation>Ends on</translation>
    </message>
    <message>
        <source>Aantal keren</source>
        <translation>Number of times</translation>
    </message>
    <message>
        <source>Niet op feestdagen</source>
        <translation>Not on public holidays</translation>
    </message>
    <message>
        <source>Niet op sluitingsdagen</source>
        <translation>Not on closure days</translation>
    </message>
    <message>
        <source>Niet in schoolvakanties</source>
        <translation>Not in school holidays</translation>
    </message>
    <message>
        <source>Vertrek</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>Bestemming</source>
        <translation>Destination</translation>
    </message>
    <message>
        <source>Dorp van de bestemming</source>
        <translation>Village of the destination</translation>
    </message>
    <message>
        <source>Reden van de rit</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>Afspraak om</source>
        <translation>Appointment at</translation>
    </message>
    <message>
        <source>Ophalen om</source>
        <translation>Pick-up at</translation>
    </message>
    <message>
        <source>Terug</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Terug om</source>
        <translation>Return at</translation>
    </message>
    <message>
        <source>Verwachte minuten</source>
        <translation>Expected minutes</translation>
    </message>
    <message>
        <source>Begeleiders</source>
        <translation>Companions</translation>
    </message>
    <message>
        <source>Parkeerkaart</source>
        <translation>Parking card</translation>
    </message>
    <message>
        <source>Tussenstops</source>
        <translation>Stops</translation>
    </message>
    <message>
        <source>Leden in de auto</source>
        <translation>Members in the car</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Verplaatst naar</source>
        <translation>Moved to</translation>
    </message>
    <message>
        <source>Gevraagd op</source>
        <translation>Requested at</translation>
    </message>
    <message>
        <source>Ritnummer</source>
        <translation>Ride number</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Vertrek om</source>
        <translation>Departs at</translation>
    </message>
    <message>
        <source>Thuis om</source>
        <translation>Home at</translation>
    </message>
    <message>
        <source>Afstand</source>
        <translation>Distance</translation>
    </message>
    <message>
        <source>Geschatte afstand</source>
        <translation>Estimated distance</translation>
    </message>
    <message>
        <source>Delen</source>
        <translation>Parts</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>Parking</translation>
    </message>
    <message>
        <source>Ontvangen</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Minuten gewacht</source>
        <translation>Minutes waited</translation>
    </message>
    <message>
        <source>Geannuleerd door</source>
        <translation>Cancelled by</translation>
    </message>
    <message>
        <source>Geannuleerd op</source>
        <translation>Cancelled at</translation>
    </message>
    <message>
        <source>Aangerekend</source>
        <translation>Charged</translation>
    </message>
    <message>
        <source>Niet aangekondigd</source>
        <translation>Unannounced</translation>
    </message>
    <message>
        <source>Tellerstand bij vertrek</source>
        <translation>Odometer at departure</translation>
    </message>
    <message>
        <source>Tellerstand thuis</source>
        <translation>Odometer at home</translation>
    </message>
    <message>
        <source>Aankomst om</source>
        <translation>Arrives at</translation>
    </message>
    <message>
        <source>Op</source>
        <translation>At</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>By</translation>
    </message>
    <message>
        <source>Werkpost</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Chauffeur ervoor</source>
        <translation>Driver before</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Bijzonderheden</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Na vertrek</source>
        <translation>After the fact</translation>
    </message>
    <message>
        <source>Antwoord</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Laatst afgedrukt op</source>
        <translation>Last printed at</translation>
    </message>
    <message>
        <source>Keren afgedrukt</source>
        <translation>Times printed</translation>
    </message>
    <message>
        <source>Geannuleerd</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Betaalwijze</source>
        <translation>Way of paying</translation>
    </message>
    <message>
        <source>Dieet</source>
        <translation>Diet</translation>
    </message>
    <message>
        <source>Allergenen</source>
        <translation>Allergens</translation>
    </message>
    <message>
        <source>Vraagt een rit</source>
        <translation>Needs a ride</translation>
    </message>
    <message>
        <source>Aan tafel</source>
        <translation>At the table</translation>
    </message>
    <message>
        <source>Kinderen</source>
        <translation>Children</translation>
    </message>
    <message>
        <source>Mee</source>
        <translation>Take-away</translation>
    </message>
    <message>
        <source>Zonder inschrijving</source>
        <translation>Walk-in</translation>
    </message>
    <message>
        <source>Ingeschreven op</source>
        <translation>Booked at</translation>
    </message>
    <message>
        <source>Taak</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>Minuten</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>Stelsel</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Andere km</source>
        <translation>Other km</translation>
    </message>
    <message>
        <source>Maand</source>
        <translation>Month</translation>
    </message>
    <message>
        <source>Deel</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Afgesloten op</source>
        <translation>Frozen at</translation>
    </message>
    <message>
        <source>Betaald met</source>
        <translation>Paid by</translation>
    </message>
    <message>
        <source>Te krijgen</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>Gedateerd</source>
        <translation>Dated</translation>
    </message>
    <message>
        <source>Tarief per km</source>
        <translation>Rate per km</translation>
    </message>
    <message>
        <source>Kilometervergoeding</source>
        <translation>Mileage allowance</translation>
    </message>
    <message>
        <source>Andere</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>Voor de dienst</source>
        <translation>For the desk</translation>
    </message>
    <message>
        <source>Van het jaar</source>
        <translation>Of the year</translation>
    </message>
    <message>
        <source>Gemaakt op</source>
        <translation>Made on</translation>
    </message>
    <message>
        <source>Te betalen tegen</source>
        <translation>Due on</translation>
    </message>
    <message>
        <source>Totaal</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Afgedrukt op</source>
        <translation>Printed on</translation>
    </message>
    <message>
        <source>Volgnummer</source>
        <translation>Sequence</translation>
    </message>
    <message>
        <source>Weg</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Berekening</source>
        <translation>Sums</translation>
    </message>
    <message>
        <source>Aandeel</source>
        <translation>Share</translation>
    </message>
    <message>
        <source>Genoteerd op</source>
        <translation>Noted on</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Begins</translation>
    </message>
    <message>
        <source>Einde</source>
        <translation>Ends</translation>
    </message>
    <message>
        <source>afwezig</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>administratie</source>
        <translation>administration</translation>
    </message>
    <message>
        <source>toegewezen</source>
        <translation>assigned</translation>
    </message>
    <message>
        <source>vereniging</source>
        <translation>association</translation>
    </message>
    <message>
        <source>op een uur</source>
        <translation>at a time</translation>
    </message>
    <message>
        <source>beschikbaar</source>
        <translation>available</translation>
    </message>
    <message>
        <source>terug</source>
        <translation>back</translation>
    </message>
    <message>
        <source>ingeschreven</source>
        <translation>booked</translation>
    </message>
    <message>
        <source>afsprakennota</source>
        <translation>briefing note</translation>
    </message>
    <message>
        <source>geannuleerd</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>wandelstok</source>
        <translation>cane</translation>
    </message>
    <message>
        <source>contant</source>
        <translation>cash</translation>
    </message>
    <message>
        <source>keuring</source>
        <translation>car check-up</translation>
    </message>
    <message>
        <source>bevestigd</source>
        <translation>confirmed</translation>
    </message>
    <message>
        <source>koken</source>
        <translation>cooking</translation>
    </message>
    <message>
        <source>correctie</source>
        <translation>correction</translation>
    </message>
    <message>
        <source>koppel</source>
        <translation>couple</translation>
    </message>
    <message>
        <source>creditnota</source>
        <translation>credit note</translation>
    </message>
    <message>
        <source>uittreksel strafregister</source>
        <translation>criminal record extract</translation>
    </message>
    <message>
        <source>dagopvang</source>
        <translation>day care</translation>
    </message>
    <message>
        <source>overleden</source>
        <translation>deceased</translation>
    </message>
    <message>
        <source>dienst</source>
        <translation>desk</translation>
    </message>
    <message>
        <source>afwas</source>
        <translation>dishes</translation>
    </message>
    <message>
        <source>dokter of tandarts</source>
        <translation>doctor or dentist</translation>
    </message>
    <message>
        <source>uitgevoerd</source>
        <translation>driven</translation>
    </message>
    <message>
        <source>chauffeur</source>
        <translation>driver</translation>
    </message>
    <message>
        <source>educatief</source>
        <translation>educational</translation>
    </message>
    <message>
        <source>uitzondering</source>
        <translation>exception</translation>
    </message>
    <message>
        <source>mislukt</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>familie</source>
        <translation>family</translation>
    </message>
    <message>
        <source>forfait</source>
        <translation>flat allowance</translation>
    </message>
    <message>
        <source>plooirolstoel</source>
        <translation>foldable wheelchair</translation>
    </message>
    <message>
        <source>kapper</source>
        <translation>hairdresser</translation>
    </message>
    <message>
        <source>gehouden</source>
        <translation>held</translation>
    </message>
    <message>
        <source>ziekenhuis</source>
        <translation>hospital</translation>
    </message>
    <message>
        <source>niet samen</source>
        <translation>not together</translation>
    </message>
    <message>
        <source>informatief</source>
        <translation>informative</translation>
    </message>
    <message>
        <source>verzekering</source>
        <translation>insurance</translation>
    </message>
    <message>
        <source>factuur</source>
        <translation>invoice</translation>
    </message>
    <message>
        <source>later</source>
        <translation>later</translation>
    </message>
    <message>
        <source>rijbewijs</source>
        <translation>driving licence</translation>
    </message>
    <message>
        <source>voldoet</source>
        <translation>meets</translation>
    </message>
    <message>
        <source>lid</source>
        <translation>member</translation>
    </message>
    <message>
        <source>weggevallen</source>
        <translation>missed</translation>
    </message>
    <message>
        <source>maandelijks op een dag</source>
        <translation>monthly by date</translation>
    </message>
    <message>
        <source>maandelijks op een weekdag</source>
        <translation>monthly by weekday</translation>
    </message>
    <message>
        <source>verplaatst</source>
        <translation>moved</translation>
    </message>
    <message>
        <source>verhuisd</source>
        <translation>moved</translation>
    </message>
    <message>
        <source>nee</source>
        <translation>no</translation>
    </message>
    <message>
        <source>geen antwoord</source>
        <translation>no answer</translation>
    </message>
    <message>
        <source>geen chauffeur</source>
        <translation>no driver</translation>
    </message>
    <message>
        <source>niet gekomen</source>
        <translation>not come</translation>
    </message>
    <message>
        <source>geen</source>
        <translation>none</translation>
    </message>
    <message>
        <source>ander</source>
        <translation>other</translation>
    </message>
    <message>
        <source>heen</source>
        <translation>out</translation>
    </message>
    <message>
        <source>in behandeling</source>
        <translation>pending</translation>
    </message>
    <message>
        <source>belt</source>
        <translation>phones</translation>
    </message>
    <message>
        <source>gepland</source>
        <translation>planned</translation>
    </message>
    <message>
        <source>voorkeur</source>
        <translation>preferred</translation>
    </message>
    <message>
        <source>aanwezig</source>
        <translation>present</translation>
    </message>
    <message>
        <source>in de wachtrij</source>
        <translation>queued</translation>
    </message>
    <message>
        <source>werkelijke kosten</source>
        <translation>real costs</translation>
    </message>
    <message>
        <source>ontspannend</source>
        <translation>recreational</translation>
    </message>
    <message>
        <source>aangevraagd</source>
        <translation>requested</translation>
    </message>
    <message>
        <source>opgezegd</source>
        <translation>resigned</translation>
    </message>
    <message>
        <source>dorpsrestaurant</source>
        <translation>village restaurant</translation>
    </message>
    <message>
        <source>teruggenomen</source>
        <translation>reversal</translation>
    </message>
    <message>
        <source>rit</source>
        <translation>ride</translation>
    </message>
    <message>
        <source>rollator</source>
        <translation>rollator</translation>
    </message>
    <message>
        <source>verstuurd</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>dienst op locatie</source>
        <translation>service on location</translation>
    </message>
    <message>
        <source>opdienen</source>
        <translation>serving</translation>
    </message>
    <message>
        <source>klaarzetten</source>
        <translation>setting</translation>
    </message>
    <message>
        <source>afgerekend</source>
        <translation>settled</translation>
    </message>
    <message>
        <source>boodschappen</source>
        <translation>shopping</translation>
    </message>
    <message>
        <source>alleenstaand</source>
        <translation>single</translation>
    </message>
    <message>
        <source>overgeslagen</source>
        <translation>skipped</translation>
    </message>
    <message>
        <source>tussenstop</source>
        <translation>stop</translation>
    </message>
    <message>
        <source>overschrijving</source>
        <translation>transfer</translation>
    </message>
    <message>
        <source>wacht</source>
        <translation>waits</translation>
    </message>
    <message>
        <source>wachtlijst</source>
        <translation>waiting list</translation>
    </message>
    <message>
        <source>zonder vergoeding</source>
        <translation>waived</translation>
    </message>
    <message>
        <source>loze rit</source>
        <translation>wasted trip</translation>
    </message>
    <message>
        <source>wekelijks</source>
        <translation>weekly</translation>
    </message>
    <message>
        <source>onthaal</source>
        <translation>welcome</translation>
    </message>
    <message>
        <source>ingetrokken</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>vaste rolstoel</source>
        <translation>rigid wheelchair</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} bytes</translation>
    </message>
</context>
<context>
    <name>first_start</name>
    <message>
        <source>Welkom bij MMC Desk</source>
        <translation>Welcome to MMC Desk</translation>
    </message>
    <message>
        <source>Hoe wilt u beginnen? U kunt later altijd nog bestanden inlezen.</source>
        <translation>How do you want to begin? You can still import files later.</translation>
    </message>
    <message>
        <source>&amp;Oefenen met voorbeelddata</source>
        <translation>&amp;Practise with sample data</translation>
    </message>
    <message>
        <source>Een verzonnen dienst met leden, chauffeurs en ritten. Elke pagina zegt OEFENDATA.</source>
        <translation>An invented desk with members, drivers and rides. Every page says OEFENDATA.</translation>
    </message>
    <message>
        <source>Mijn bestanden &amp;inlezen</source>
        <translation>&amp;Import my files</translation>
    </message>
    <message>
        <source>Ledenlijst, chauffeurs, lidgelden en rittenboek uit Excel of CSV.</source>
        <translation>Members, drivers, fees and ride book from Excel or CSV.</translation>
    </message>
    <message>
        <source>&amp;Leeg beginnen</source>
        <translation>Start &amp;empty</translation>
    </message>
    <message>
        <source>U voert leden en chauffeurs zelf in.</source>
        <translation>You enter members and drivers yourself.</translation>
    </message>
    <message>
        <source>&amp;Versleuteld bewaren, met een herstelsleutel op papier</source>
        <translation>Keep it &amp;encrypted, with a recovery key on paper</translation>
    </message>
    <message>
        <source>Wie de computer of een back-up meeneemt, kan niets lezen. U bewaart een blad achter slot.</source>
        <translation>Who takes the computer or a backup can&apos;t read anything. You keep a sheet locked away.</translation>
    </message>
    <message>
        <source>De gegevens komen in {where}</source>
        <translation>The data go to {where}</translation>
    </message>
</context>
<context>
    <name>following</name>
    <message>
        <source>Een andere werkplek verwijderde dit intussen.</source>
        <translation>Another desk removed this meanwhile.</translation>
    </message>
    <message>
        <source>Zonet aangepast aan een andere werkplek. Eerst stond er: {before}.</source>
        <translation>Just changed at another desk. Before, it was: {before}.</translation>
    </message>
    <message>
        <source>Een andere werkplek koos intussen: {theirs}. Wat u typte, blijft staan.</source>
        <translation>Another desk chose meanwhile: {theirs}. What you typed stays.</translation>
    </message>
</context>
<context>
    <name>form</name>
    <message>
        <source>Wat u invulde wordt niet bewaard.</source>
        <translation>What you filled in is not saved.</translation>
    </message>
    <message>
        <source>Niet opslaan</source>
        <translation>Don’t save</translation>
    </message>
</context>
<context>
    <name>formats</name>
    <message>
        <source>maandag</source>
        <translation>Monday</translation>
    </message>
    <message>
        <source>dinsdag</source>
        <translation>Tuesday</translation>
    </message>
    <message>
        <source>woensdag</source>
        <translation>Wednesday</translation>
    </message>
    <message>
        <source>donderdag</source>
        <translation>Thursday</translation>
    </message>
    <message>
        <source>vrijdag</source>
        <translation>Friday</translation>
    </message>
    <message>
        <source>zaterdag</source>
        <translation>Saturday</translation>
    </message>
    <message>
        <source>zondag</source>
        <translation>Sunday</translation>
    </message>
    <message>
        <source>januari</source>
        <translation>January</translation>
    </message>
    <message>
        <source>februari</source>
        <translation>February</translation>
    </message>
    <message>
        <source>maart</source>
        <translation>March</translation>
    </message>
    <message>
        <source>april</source>
        <translation>April</translation>
    </message>
    <message>
        <source>mei</source>
        <translation>May</translation>
    </message>
    <message>
        <source>juni</source>
        <translation>June</translation>
    </message>
    <message>
        <source>juli</source>
        <translation>July</translation>
    </message>
    <message>
        <source>augustus</source>
        <translation>August</translation>
    </message>
    <message>
        <source>september</source>
        <translation>September</translation>
    </message>
    <message>
        <source>oktober</source>
        <translation>October</translation>
    </message>
    <message>
        <source>november</source>
        <translation>November</translation>
    </message>
    <message>
        <source>december</source>
        <translation>December</translation>
    </message>
    <message>
        <source>jan</source>
        <translation>Jan</translation>
    </message>
    <message>
        <source>feb</source>
        <translation>Feb</translation>
    </message>
    <message>
        <source>mrt</source>
        <translation>Mar</translation>
    </message>
    <message>
        <source>apr</source>
        <translation>Apr</translation>
    </message>
    <message>
        <source>jun</source>
        <translation>Jun</translation>
    </message>
    <message>
        <source>jul</source>
        <translation>Jul</translation>
    </message>
    <message>
        <source>aug</source>
        <translation>Aug</translation>
    </message>
    <message>
        <source>sep</source>
        <translation>Sep</translation>
    </message>
    <message>
        <source>okt</source>
        <translation>Oct</translation>
    </message>
    <message>
        <source>nov</source>
        <translation>Nov</translation>
    </message>
    <message>
        <source>dec</source>
        <translation>Dec</translation>
    </message>
    <message>
        <source>“{text}” is geen datum. Typ bijvoorbeeld 25/11/2026, 25/11, +2 of vr.</source>
        <translation>“{text}” is not a date. Type for instance 25/11/2026, 25/11, +2 or vr.</translation>
    </message>
    <message>
        <source>“{text}” is geen uur. Typ bijvoorbeeld 915, 9:15 of 14u30.</source>
        <translation>“{text}” is not a time. Type for instance 915, 9:15 or 14u30.</translation>
    </message>
    <message>
        <source>“{text}” is geen getal. Typ bijvoorbeeld 26 of 26,5.</source>
        <translation>“{text}” is not a number. Type for instance 26 or 26,5.</translation>
    </message>
    <message>
        <source>“{text}” km kan niet: een afstand is niet negatief.</source>
        <translation>“{text}” km can’t be: a distance isn’t negative.</translation>
    </message>
    <message>
        <source>“{text}” heeft meer dan vier decimalen.</source>
        <translation>“{text}” has more than four decimals.</translation>
    </message>
    <message>
        <source>“{text}” is geen jaar. Typ vier cijfers, bijvoorbeeld 2019.</source>
        <translation>“{text}” is not a year. Type four digits, for instance 2019.</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Handleiding</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>De handleiding werd niet gevonden. Installeer MMC Desk opnieuw.</source>
        <translation>The manual was not found. Install MMC Desk again.</translation>
    </message>
</context>
<context>
    <name>importing</name>
    <message>
        <source>bevat een onleesbaar teken</source>
        <translation>holds an unreadable character</translation>
    </message>
    <message>
        <source>is {length} tekens lang, hoogstens {most}</source>
        <translation>is {length} characters long, at most {most}</translation>
    </message>
    <message>
        <source>“{text}” is geen aantal</source>
        <translation>“{text}” is not a count</translation>
    </message>
    <message>
        <source>“{text}” is geen nummer</source>
        <translation>“{text}” is not a number</translation>
    </message>
    <message>
        <source>“{text}” is geen jaar</source>
        <translation>“{text}” is not a year</translation>
    </message>
    <message>
        <source>“{text}” euro kan niet</source>
        <translation>“{text}” euro can’t be</translation>
    </message>
    <message>
        <source>“{text}” km kan niet voor één rit</source>
        <translation>“{text}” km can’t be for one ride</translation>
    </message>
    <message>
        <source>“{text}” is geen kilometerstand</source>
        <translation>“{text}” is not an odometer reading</translation>
    </message>
    <message>
        <source>“{text}” is geen bestaande datum</source>
        <translation>“{text}” is not an existing date</translation>
    </message>
    <message>
        <source>“{text}” ligt niet in het verleden</source>
        <translation>“{text}” is not in the past</translation>
    </message>
    <message>
        <source>“{text}” is hier niet bekend</source>
        <translation>“{text}” is not known here</translation>
    </message>
    <message>
        <source>rij {row}: {name} stond al op {first}, één keer genomen</source>
        <translation>row {row}: {name} stood on {first} already, taken once</translation>
    </message>
    <message>
        <source>{name} staat ook op {first}, met andere gegevens</source>
        <translation>{name} is on {first} too, with other data</translation>
    </message>
    <message>
        <source>rij {row}</source>
        <translation>row {row}</translation>
    </message>
    <message>
        <source>rij {row}: {text}</source>
        <translation>row {row}: {text}</translation>
    </message>
    <message>
        <source>{path} kan niet gelezen worden ({reason}). Kijk de naam na.</source>
        <translation>{path} can’t be read ({reason}). Check the name.</translation>
    </message>
    <message>
        <source>{path} is geen geldig TOML-bestand: {reason}. Verbeter die regel.</source>
        <translation>{path} is not a valid TOML file: {reason}. Mend that line.</translation>
    </message>
    <message>
        <source>{path}: “{key}” wordt hier niet begrepen. Zie docs/importeren.md.</source>
        <translation>{path}: “{key}” is not understood here. See docs/importeren.md.</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>Reden van afwijzing</source>
        <translation>Reason of rejection</translation>
    </message>
    <message>
        <source>De afgewezen rijen konden niet bewaard worden als {name} ({reason}); er werd niets ingelezen. Kies een map met --rejects.</source>
        <translation>The rejected rows could not be saved as {name} ({reason}); nothing was imported. Choose a folder with --rejects.</translation>
    </message>
    <message>
        <source>{file}: {kind}, {read} gelezen, {new} nieuw, {changed} gewijzigd, {unchanged} ongewijzigd, {rejected} afgewezen</source>
        <translation>{file}: {kind}, {read} read, {new} new, {changed} changed, {unchanged} unchanged, {rejected} rejected</translation>
    </message>
    <message>
        <source>, {count} dubbel</source>
        <translation>, {count} double</translation>
    </message>
    <message>
        <source>, {count} overgeslagen</source>
        <translation>, {count} skipped</translation>
    </message>
    <message>
        <source>{path} bevat geen rijen.</source>
        <translation>{path} holds no rows.</translation>
    </message>
    <message>
        <source>Import: {files}</source>
        <translation>Import: {files}</translation>
    </message>
    <message>
        <source>kolom “{heading}” gelezen als {meant}</source>
        <translation>column “{heading}” read as {meant}</translation>
    </message>
    <message>
        <source>kolom “{heading}”: leeg is zoals de rij erboven</source>
        <translation>column “{heading}”: a blank is as the row above</translation>
    </message>
    <message>
        <source>kolommen niet gebruikt: {columns}</source>
        <translation>columns not used: {columns}</translation>
    </message>
    <message>
        <source>overgeslagen, want een totaal en geen rij: {rows}</source>
        <translation>skipped, for a total is no row: {rows}</translation>
    </message>
    <message>
        <source>kan {kind} of {other} zijn. Zeg het in een bestand voor --map: soort = &quot;{kind}&quot;</source>
        <translation>may be {kind} or {other}. Say so in a file for --map: soort = &quot;{kind}&quot;</translation>
    </message>
    <message>
        <source>niet herkend. Koppen: {headings}. Het lijkt het meest op {kind}; daarvoor ontbreekt: {lacking}. Wijs de kolommen aan met --map (zie docs/importeren.md)</source>
        <translation>not recognised. Headings: {headings}. It looks most like {kind}; for that is missing: {lacking}. Point out the columns with --map (see docs/importeren.md)</translation>
    </message>
    <message>
        <source>de zin van de meeste kolommen</source>
        <translation>the meaning of most columns</translation>
    </message>
    <message>
        <source>kolom {letter} heeft geen kop: {count} cellen niet gebruikt</source>
        <translation>column {letter} has no heading: {count} cells not used</translation>
    </message>
    <message>
        <source>{text}: niet begrepen, in de opmerking gezet</source>
        <translation>{text}: not understood, put in the remark</translation>
    </message>
    <message>
        <source>{heading} ontbreekt</source>
        <translation>{heading} is missing</translation>
    </message>
    <message>
        <source>heeft meer cellen dan er koppen zijn</source>
        <translation>has more cells than there are headings</translation>
    </message>
    <message>
        <source>Bestanden inlezen</source>
        <translation>Import files</translation>
    </message>
    <message>
        <source>Excel en CSV</source>
        <translation>Excel and CSV</translation>
    </message>
    <message>
        <source>De bestanden worden ingelezen…</source>
        <translation>The files are being imported…</translation>
    </message>
    <message>
        <source>rij {number}: {reason}</source>
        <translation>row {number}: {reason}</translation>
    </message>
    <message>
        <source>De afgewezen rijen staan in {path}. Verbeter ze daar en lees dat bestand in.</source>
        <translation>The rejected rows are in {path}. Mend them there and import that file.</translation>
    </message>
    <message>
        <source>Ingelezen bestanden</source>
        <translation>Imported files</translation>
    </message>
    <message>
        <source>Niet alles kon ingelezen worden</source>
        <translation>Not everything could be imported</translation>
    </message>
    <message>
        <source>De soort “{word}” bestaat niet. Kies uit: {known}.</source>
        <translation>The kind “{word}” doesn’t exist. Choose from: {known}.</translation>
    </message>
    <message>
        <source>“{word}” is geen veld. Kies uit: {known}.</source>
        <translation>“{word}” is not a field. Choose from: {known}.</translation>
    </message>
    <message>
        <source>“{text}” is geen munt</source>
        <translation>“{text}” is no currency</translation>
    </message>
</context>
<context>
    <name>invoices</name>
    <message>
        <source>Facturen zijn de som van hun ritten</source>
        <translation>Invoices are the sum of their rides</translation>
    </message>
    <message>
        <source>Factuurnummers lopen door</source>
        <translation>Invoice numbers run on</translation>
    </message>
    <message>
        <source>Elke rit staat één keer op een factuur</source>
        <translation>Each ride stands on an invoice once</translation>
    </message>
    <message>
        <source>Creditnota&apos;s nemen hun factuur juist terug</source>
        <translation>Credit notes take their invoice back exactly</translation>
    </message>
    <message>
        <source>Facturen krijgen niet meer dan de bank bracht</source>
        <translation>Invoices get no more than the bank brought</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op .pdf, .csv of .xlsx.</source>
        <translation>{name}: choose a file name that ends in .pdf, .csv or .xlsx.</translation>
    </message>
    <message>
        <source>Facturen van {month}</source>
        <translation>Invoices of {month}</translation>
    </message>
    <message>
        <source>{count} facturen gemaakt, samen {amount}.</source>
        <translation>{count} invoices made, {amount} together.</translation>
    </message>
    <message>
        <source>Bewaard in {path}.</source>
        <translation>Saved in {path}.</translation>
    </message>
    <message>
        <source>Geen enkele factuur wacht op een herinnering.</source>
        <translation>No invoice waits for a reminder.</translation>
    </message>
    <message>
        <source>Herinneringen afgedrukt</source>
        <translation>Reminders printed</translation>
    </message>
    <message>
        <source>{count} herinneringen bewaard in {path}.</source>
        <translation>{count} reminders saved in {path}.</translation>
    </message>
    <message>
        <source>het jaar, bijvoorbeeld 2026</source>
        <translation>the year, for example 2026</translation>
    </message>
    <message>
        <source>de maand</source>
        <translation>the month</translation>
    </message>
    <message>
        <source>waarheen: .pdf om te versturen, .csv of .xlsx voor de boekhouding</source>
        <translation>where to: .pdf to send, .csv or .xlsx for the books</translation>
    </message>
    <message>
        <source>enkel herinneringen, van alle maanden, naar dit PDF-bestand</source>
        <translation>only reminders, of all months, to this PDF file</translation>
    </message>
    <message>
        <source>Facturen</source>
        <translation>Invoices</translation>
    </message>
    <message>
        <source>een maand factureren aan de leden: brieven met betaalcode, CSV</source>
        <translation>invoice a month to the members: letters with a payment code, CSV</translation>
    </message>
    <message>
        <source>Tot en met {month} {year} valt er niets meer te factureren.</source>
        <translation>Up to {month} {year} nothing is left to invoice.</translation>
    </message>
    <message>
        <source>Deze factuur werd al helemaal gecrediteerd: er blijft niets over.</source>
        <translation>This invoice was credited wholly: nothing is left of it.</translation>
    </message>
    <message>
        <source>Deze factuur zegt wat de ritten zeggen. Verbeter eerst het resultaat van de rit.</source>
        <translation>This invoice says what the rides say. First mend the result of the ride.</translation>
    </message>
    <message>
        <source>Deze factuur bestaat niet meer. Herlaad de pagina.</source>
        <translation>This invoice doesn&apos;t exist any more. Reload the page.</translation>
    </message>
    <message>
        <source>Dit is een creditnota. Kies de factuur waarop ze slaat.</source>
        <translation>This is a credit note. Choose the invoice that it is about.</translation>
    </message>
    <message>
        <source>Enkel een factuur wordt betaald. Kies er een uit de lijst.</source>
        <translation>Only an invoice is paid. Choose one from the list.</translation>
    </message>
    <message>
        <source>Deze factuur werd later gemaakt. Kijk de dag na.</source>
        <translation>This invoice was made later. Check the day.</translation>
    </message>
    <message>
        <source>Een van deze facturen is intussen betaald of al herinnerd. Maak de brieven opnieuw.</source>
        <translation>One of these invoices was paid or reminded of meanwhile. Make the letters again.</translation>
    </message>
    <message>
        <source>Nummer</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>Standing</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Bedrag</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Nog open</source>
        <translation>Still open</translation>
    </message>
    <message>
        <source>Te betalen tot</source>
        <translation>To be paid by</translation>
    </message>
    <message>
        <source>Afgedrukt</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Hoe berekend</source>
        <translation>How worked out</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Alle &amp;factureren</source>
        <translation>Invoice &amp;all</translation>
    </message>
    <message>
        <source>&amp;Factureren</source>
        <translation>&amp;Invoice</translation>
    </message>
    <message>
        <source>&amp;Brieven…</source>
        <translation>&amp;Letters…</translation>
    </message>
    <message>
        <source>&amp;Herinneringen…</source>
        <translation>&amp;Reminders…</translation>
    </message>
    <message>
        <source>&amp;Contant betaald…</source>
        <translation>Paid in &amp;cash…</translation>
    </message>
    <message>
        <source>Cre&amp;diteren…</source>
        <translation>Cre&amp;dit…</translation>
    </message>
    <message>
        <source>{count} facturen gemaakt, samen {amount}. B drukt de brieven af.</source>
        <translation>{count} invoices made, {amount} together. B prints the letters.</translation>
    </message>
    <message>
        <source>Kies eerst de facturen om nog eens af te drukken.</source>
        <translation>First choose the invoices to print once more.</translation>
    </message>
    <message>
        <source>Facturen afgedrukt</source>
        <translation>Invoices printed</translation>
    </message>
    <message>
        <source>Herinneringen van facturen</source>
        <translation>Reminders of invoices</translation>
    </message>
    <message>
        <source>{paper}: betaling genoteerd</source>
        <translation>{paper}: payment noted</translation>
    </message>
    <message>
        <source>{paper}: creditnota gemaakt</source>
        <translation>{paper}: credit note made</translation>
    </message>
    <message>
        <source>Leeg: toch niet betaald. Wat de bank brengt, wordt vanzelf genoteerd.</source>
        <translation>Empty: not paid after all. What the bank brings is noted by itself.</translation>
    </message>
    <message>
        <source>&amp;Betaald op</source>
        <translation>&amp;Paid on</translation>
    </message>
    <message>
        <source>Betaling &amp;opslaan</source>
        <translation>&amp;Save payment</translation>
    </message>
    <message>
        <source>Een creditnota neemt de gewijzigde ritten terug; een nieuwe factuur vraagt wat ze nu zeggen.</source>
        <translation>A credit note takes the changed rides back; a new invoice asks what they say now.</translation>
    </message>
    <message>
        <source>Een creditnota neemt de hele factuur terug. Haar ritten kunnen opnieuw gefactureerd worden.</source>
        <translation>A credit note takes the whole invoice back. Its rides can be invoiced anew.</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Komt op papier.</source>
        <translation>Goes on paper.</translation>
    </message>
    <message>
        <source>&amp;Corrigeren</source>
        <translation>&amp;Correct</translation>
    </message>
    <message>
        <source>&amp;Crediteren</source>
        <translation>&amp;Credit</translation>
    </message>
    <message>
        <source>zoals de dienst gewoon is</source>
        <translation>as the desk is used to</translation>
    </message>
    <message>
        <source>&amp;Ritten betalen</source>
        <translation>&amp;Pay rides</translation>
    </message>
    <message>
        <source>De dag van de rit telt; vroegere ritten blijven zoals ze waren.</source>
        <translation>The day of the ride counts; earlier rides stay as they were.</translation>
    </message>
    <message>
        <source>&amp;Geldt vanaf</source>
        <translation>&amp;Holds from</translation>
    </message>
    <message>
        <source>Hoe betaalt {name}</source>
        <translation>How {name} pays</translation>
    </message>
    <message>
        <source>Betaalwijze &amp;opslaan</source>
        <translation>&amp;Save way of paying</translation>
    </message>
    <message>
        <source>Vul in vanaf welke dag dit geldt.</source>
        <translation>Fill in from which day this holds.</translation>
    </message>
    <message>
        <source>Facturen van deze maand</source>
        <translation>Invoices of this month</translation>
    </message>
    <message>
        <source>Ritten op deze factuur</source>
        <translation>Rides on this invoice</translation>
    </message>
    <message>
        <source>{month} is nog niet gefactureerd: er is niets te bewaren.</source>
        <translation>{month} isn&apos;t invoiced yet: there is nothing to save.</translation>
    </message>
    <message>
        <source>Alle leden betalen contant aan de chauffeur. Wie per maandfactuur betaalt, kiest dat op zijn kaart bij Leden (R); voor iedereen staat het bij Tarieven, Afspraken (F6).</source>
        <translation>All members pay the driver in cash. Who pays on a monthly invoice says so on their card under Members (R); for everybody it is under Tariffs, Agreements (F6).</translation>
    </message>
    <message>
        <source>Voor {month} valt er niets te factureren. Kies een andere maand.</source>
        <translation>There is nothing to invoice for {month}. Choose another month.</translation>
    </message>
    <message>
        <source>{papers} facturen, {rides} ritten · {asked} gevraagd, {received} ontvangen, {open} open</source>
        <translation>{papers} invoices, {rides} rides · {asked} asked, {received} received, {open} open</translation>
    </message>
    <message>
        <source>gemaakt op {day}, mededeling</source>
        <translation>made on {day}, reference</translation>
    </message>
    <message>
        <source>op factuur {number}: {reason}</source>
        <translation>on invoice {number}: {reason}</translation>
    </message>
    <message>
        <source>herinnering {number} op {day}</source>
        <translation>reminder {number} on {day}</translation>
    </message>
    <message>
        <source>met de hand betaald op {day}</source>
        <translation>paid by hand on {day}</translation>
    </message>
    <message>
        <source>bank {day}: {amount}</source>
        <translation>bank {day}: {amount}</translation>
    </message>
    <message>
        <source>Een rit werd gewijzigd na de factuur. Corrigeer ze met een creditnota (D).</source>
        <translation>A ride was changed after the invoice. Put it right with a credit note (D).</translation>
    </message>
    <message>
        <source>Dit lid is overleden: er gaat geen factuur weg, tenzij u ze zelf maakt (A).</source>
        <translation>This member died: no invoice goes out, unless you make it yourself (A).</translation>
    </message>
    <message>
        <source>Ritten betalen</source>
        <translation>Paying rides</translation>
    </message>
    <message>
        <source>vanaf {day}</source>
        <translation>from {day}</translation>
    </message>
    <message>
        <source>Betaalwijze gewijzigd</source>
        <translation>Way of paying changed</translation>
    </message>
    <message>
        <source>Betaalwijze teruggenomen</source>
        <translation>Way of paying taken back</translation>
    </message>
    <message>
        <source>Op factuur</source>
        <translation>On invoice</translation>
    </message>
    <message>
        <source>Gemaakt op</source>
        <translation>Made on</translation>
    </message>
    <message>
        <source>Mededeling</source>
        <translation>Communication</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Lidnr</source>
        <translation>Member no.</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Tarief</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Deel van de prijs</source>
        <translation>Part of the price</translation>
    </message>
    <message>
        <source>Aan chauffeur betaald</source>
        <translation>Paid to the driver</translation>
    </message>
    <message>
        <source>Herinneringen</source>
        <translation>Reminders</translation>
    </message>
    <message>
        <source>Tweede herinnering: {paper}</source>
        <translation>Second reminder: {paper}</translation>
    </message>
    <message>
        <source>Herinnering: {paper}</source>
        <translation>Reminder: {paper}</translation>
    </message>
    <message>
        <source>Op {reminded} herinnerden we u aan onze factuur voor de ritten van {month}. We ontvingen nog geen {amount}.</source>
        <translation>On {reminded} we reminded you of our invoice for the rides of {month}. We haven&apos;t received {amount} yet.</translation>
    </message>
    <message>
        <source>Misschien ontging het u: onze factuur voor de ritten van {month} was te betalen tot {due}. We ontvingen nog geen {amount}.</source>
        <translation>You may have missed it: our invoice for the rides of {month} was due by {due}. We haven&apos;t received {amount} yet.</translation>
    </message>
    <message>
        <source>Wilt u dit betalen ten laatste op {day}, of ons bellen als dat niet lukt? We zoeken mee.</source>
        <translation>Would you pay this by {day}, or phone us if you can&apos;t? We&apos;ll find a way together.</translation>
    </message>
    <message>
        <source>Wilt u dit betalen ten laatste op {day}? Deze herinnering kost u niets.</source>
        <translation>Would you pay this by {day}? This reminder costs you nothing.</translation>
    </message>
    <message>
        <source>Kruiste uw betaling deze brief, dan hoeft u niets te doen.</source>
        <translation>If your payment crossed this letter, you needn&apos;t do anything.</translation>
    </message>
    <message>
        <source>{paper}: ritten van {month}</source>
        <translation>{paper}: rides of {month}</translation>
    </message>
    <message>
        <source>Gemaakt op {day}, te betalen ten laatste op {due}: {amount}. Lid {no}.</source>
        <translation>Made on {day}, to be paid by {due}: {amount}. Member {no}.</translation>
    </message>
    <message>
        <source>aan het onthaal van onze dienst</source>
        <translation>at the reception of our service</translation>
    </message>
    <message>
        <source>U betaalt contant: {cash}. Breng de strook onderaan mee.</source>
        <translation>You pay in cash: {cash}. Bring the strip below along.</translation>
    </message>
    <message>
        <source>Gemaakt op {day}, op factuur {number}. Lid {no}.</source>
        <translation>Made on {day}, on invoice {number}. Member {no}.</translation>
    </message>
    <message>
        <source>Reden: {reason}</source>
        <translation>Reason: {reason}</translation>
    </message>
    <message>
        <source>U hoeft dit bedrag niet te betalen. Betaalde u al, dan krijgt u het terug.</source>
        <translation>You need not pay this amount. If you paid already, you get it back.</translation>
    </message>
    <message>
        <source>Wat u aan de chauffeur betaalde, is afgetrokken.</source>
        <translation>What you paid to the driver was taken off.</translation>
    </message>
    <message>
        <source>Klopt er iets niet? Bel ons op {phone}.</source>
        <translation>Is something wrong? Call us on {phone}.</translation>
    </message>
    <message>
        <source>Totaal</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>deel {share} − {received} betaald</source>
        <translation>part {share} − {received} paid</translation>
    </message>
    <message>
        <source>Ten laatste</source>
        <translation>By</translation>
    </message>
    <message>
        <source>Rekening</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>Begunstigde</source>
        <translation>Beneficiary</translation>
    </message>
    <message>
        <source>Betaald op</source>
        <translation>Paid on</translation>
    </message>
    <message>
        <source>te factureren</source>
        <translation>to invoice</translation>
    </message>
    <message>
        <source>te laat</source>
        <translation>late</translation>
    </message>
    <message>
        <source>deels betaald</source>
        <translation>partly paid</translation>
    </message>
    <message>
        <source>te betalen</source>
        <translation>to be paid</translation>
    </message>
    <message>
        <source>te veel betaald</source>
        <translation>overpaid</translation>
    </message>
    <message>
        <source>betaald</source>
        <translation>paid</translation>
    </message>
    <message>
        <source>gecrediteerd</source>
        <translation>credited</translation>
    </message>
    <message>
        <source>creditnota</source>
        <translation>credit note</translation>
    </message>
    <message>
        <source>overleden: enkel op vraag</source>
        <translation>deceased: only on demand</translation>
    </message>
    <message>
        <source>rit gewijzigd</source>
        <translation>ride changed</translation>
    </message>
    <message>
        <source>herinnering {number}</source>
        <translation>reminder {number}</translation>
    </message>
    <message>
        <source>Creditnota {number}</source>
        <translation>Credit note {number}</translation>
    </message>
    <message>
        <source>Factuur {number}</source>
        <translation>Invoice {number}</translation>
    </message>
    <message>
        <source>Factuur {number}: de som van de ritten klopt niet.</source>
        <translation>Invoice {number}: the sum of the rides is wrong.</translation>
    </message>
    <message>
        <source>De nummers van {year} lopen niet door: {count} facturen, hoogste nummer {last}.</source>
        <translation>The numbers of {year} don&apos;t run on: {count} invoices, highest number {last}.</translation>
    </message>
    <message>
        <source>Rit {ride} staat meer dan één keer op een factuur van hetzelfde lid.</source>
        <translation>Ride {ride} stands more than once on an invoice of the same member.</translation>
    </message>
    <message>
        <source>Creditnota {number} neemt haar factuur niet juist terug.</source>
        <translation>Credit note {number} doesn&apos;t take its invoice back exactly.</translation>
    </message>
    <message>
        <source>Bankbetaling {reference} staat voor te veel op facturen.</source>
        <translation>Bank payment {reference} counts for too much on invoices.</translation>
    </message>
    <message>
        <source>{month} {year} is nog niet voorbij. Factureer deze maand vanaf {day}.</source>
        <translation>{month} {year} isn&apos;t over yet. Invoice this month from {day} on.</translation>
    </message>
    <message>
        <source>Vul in waarom; het staat op de creditnota.</source>
        <translation>Fill in why; it stands on the credit note.</translation>
    </message>
    <message>
        <source>boekhouding: onder een nummer, tot de termijn van de boekhouding voorbij is</source>
        <translation>accounts: under a number, until the accounting term is over</translation>
    </message>
    <message>
        <source>Lijnen van facturen</source>
        <translation>Invoice lines</translation>
    </message>
    <message>
        <source>Betalingen van facturen</source>
        <translation>Invoice payments</translation>
    </message>
</context>
<context>
    <name>kept</name>
    <message>
        <source>{login}, niet aangemeld</source>
        <translation>{login}, not signed in</translation>
    </message>
    <message>
        <source>Iets dat niet meer te lezen is</source>
        <translation>Something that can&apos;t be read any more</translation>
    </message>
    <message>
        <source>{label} (door {who}, {at}, zonder de server)</source>
        <translation>{label} (by {who}, {at}, without the server)</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Deze installatie kan niet versleutelen. Installeer MMC Desk opnieuw, met versleuteling.</source>
        <translation>This installation can&apos;t encrypt. Install MMC Desk again, with encryption.</translation>
    </message>
    <message>
        <source>Deze herstelsleutel klopt niet. Kijk elk teken na, van AGE-SECRET-KEY-1 tot het laatste.</source>
        <translation>This recovery key isn&apos;t right. Check every character, from AGE-SECRET-KEY-1 to the last.</translation>
    </message>
    <message>
        <source>De databank</source>
        <translation>The database</translation>
    </message>
    <message>
        <source>{name} is versleuteld, of beschadigd. Geef de herstelsleutel, of neem een reservekopie.</source>
        <translation>{name} is encrypted, or damaged. Give the recovery key, or take a backup.</translation>
    </message>
    <message>
        <source>&amp;Herstelsleutel</source>
        <translation>&amp;Recovery key</translation>
    </message>
    <message>
        <source>Opent {name}. Spaties en kleine letters mogen.</source>
        <translation>Opens {name}. Spaces and small letters are allowed.</translation>
    </message>
    <message>
        <source>Herstelsleutel</source>
        <translation>Recovery key</translation>
    </message>
    <message>
        <source>&amp;Openen</source>
        <translation>&amp;Open</translation>
    </message>
    <message>
        <source>{name} was versleuteld en dit bestand is het niet: het is verwisseld. Zet een reservekopie terug.</source>
        <translation>{name} was encrypted and this file isn&apos;t: it was swapped. Restore a backup.</translation>
    </message>
</context>
<context>
    <name>lost</name>
    <message>
        <source>De verbinding met de server is weg sinds {time}. Wat u typt, blijft staan; het programma probeert zelf opnieuw.</source>
        <translation>The connection to the server has been lost since {time}. What you type stays; the program keeps trying by itself.</translation>
    </message>
    <message>
        <source>Nog niet bevestigd: {labels}. Dat wordt nagekeken; bewaar het niet opnieuw.</source>
        <translation>Not confirmed yet: {labels}. That will be looked up; don’t save it again.</translation>
    </message>
    <message>
        <source>Nu opnieuw &amp;proberen</source>
        <translation>&amp;Try again now</translation>
    </message>
</context>
<context>
    <name>mail</name>
    <message>
        <source>Uitgaande mail</source>
        <translation>Outgoing mail</translation>
    </message>
    <message>
        <source>Vul de mailserver in, bijvoorbeeld smtp.bilzen.be.</source>
        <translation>Enter the mail server, such as smtp.bilzen.be.</translation>
    </message>
    <message>
        <source>Een poort is een getal van 1 tot 65535, meestal 587.</source>
        <translation>A port is a number from 1 to 65535, usually 587.</translation>
    </message>
    <message>
        <source>Deze mail is al verstuurd; ze kan niet meer ingetrokken worden.</source>
        <translation>This mail was sent already; it can no longer be withdrawn.</translation>
    </message>
    <message>
        <source>Deze mail is al verstuurd. Mail de lijst opnieuw om ze nog eens te sturen.</source>
        <translation>This mail was sent already. Mail the list again to send it once more.</translation>
    </message>
    <message>
        <source>Het programma stopte telkens tijdens het versturen. Kijk na of ze aankwam.</source>
        <translation>The program stopped each time while sending it. Check whether it arrived.</translation>
    </message>
    <message>
        <source>Deze mail bestaat niet meer.</source>
        <translation>This mail no longer exists.</translation>
    </message>
    <message>
        <source>Tekst van de mail</source>
        <translation>Text of the mail</translation>
    </message>
    <message>
        <source>Geen mail gekozen</source>
        <translation>No mail chosen</translation>
    </message>
    <message>
        <source>{size} kB</source>
        <translation>{size} kB</translation>
    </message>
    <message>
        <source>Dit bestand bekijken</source>
        <translation>Look at this file</translation>
    </message>
    <message>
        <source>{count} pogingen</source>
        <translation>{count} attempts</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>Mails</translation>
    </message>
    <message>
        <source>&amp;Opnieuw sturen</source>
        <translation>&amp;Send again</translation>
    </message>
    <message>
        <source>&amp;Intrekken</source>
        <translation>&amp;Withdraw</translation>
    </message>
    <message>
        <source>I&amp;nstellingen…</source>
        <translation>Setti&amp;ngs…</translation>
    </message>
    <message>
        <source>Geen mails met deze keuze.</source>
        <translation>No mails with this choice.</translation>
    </message>
    <message>
        <source>Zoek op naam, adres, onderwerp</source>
        <translation>Search by name, address, subject</translation>
    </message>
    <message>
        <source>Filter op naam, adres, onderwerp</source>
        <translation>Filter by name, address, subject</translation>
    </message>
    <message>
        <source>Welke mails</source>
        <translation>Which mails</translation>
    </message>
    <message>
        <source>&amp;Wachtwoord geven…</source>
        <translation>&amp;Give the password…</translation>
    </message>
    <message>
        <source>&amp;Mailserver instellen…</source>
        <translation>Set up the &amp;mail server…</translation>
    </message>
    <message>
        <source>Mail opnieuw in de wachtrij</source>
        <translation>Mail queued again</translation>
    </message>
    <message>
        <source>Mail ingetrokken</source>
        <translation>Mail withdrawn</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Wachtrij</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>Mislukt</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Verstuurd</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Klaargezet</source>
        <translation>Queued at</translation>
    </message>
    <message>
        <source>Toestand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Aan</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Onderwerp</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Vertrek</source>
        <translation>Departure</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Het wachtwoord van {user} is nodig om te versturen.</source>
        <translation>The password of {user} is needed to send.</translation>
    </message>
    <message>
        <source>Er wacht mail: kijk bij Uitgaande mail. {reason}</source>
        <translation>Mail is waiting: look at Outgoing mail. {reason}</translation>
    </message>
    <message>
        <source>Van {user} op {host}.</source>
        <translation>Of {user} on {host}.</translation>
    </message>
    <message>
        <source>&amp;Wachtwoord</source>
        <translation>&amp;Password</translation>
    </message>
    <message>
        <source>Wachtwoord van de mail</source>
        <translation>Mail password</translation>
    </message>
    <message>
        <source>Mail &amp;versturen</source>
        <translation>&amp;Send mail</translation>
    </message>
    <message>
        <source>Instellingen van de mail</source>
        <translation>Mail settings</translation>
    </message>
    <message>
        <source>Instellingen &amp;opslaan</source>
        <translation>&amp;Save settings</translation>
    </message>
    <message>
        <source>Mailinstellingen gewijzigd</source>
        <translation>Mail settings changed</translation>
    </message>
    <message>
        <source>Server voor uitgaande mail (SMTP)</source>
        <translation>Server for outgoing mail (SMTP)</translation>
    </message>
    <message>
        <source>Bijvoorbeeld smtp.bilzen.be; de informaticadienst kent hem.</source>
        <translation>Such as smtp.bilzen.be; the IT department knows it.</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Beveiliging</source>
        <translation>S&amp;ecurity</translation>
    </message>
    <message>
        <source>&amp;Poort</source>
        <translation>P&amp;ort</translation>
    </message>
    <message>
        <source>Leeg als de server er geen vraagt.</source>
        <translation>Empty when the server asks none.</translation>
    </message>
    <message>
        <source>&amp;Gebruikersnaam</source>
        <translation>&amp;User name</translation>
    </message>
    <message>
        <source>Komt in de sleutelbos van dit toestel, nooit in de databank.</source>
        <translation>Goes into this machine&apos;s keyring, never into the database.</translation>
    </message>
    <message>
        <source>Leeg: het wachtwoord blijft zoals het is.</source>
        <translation>Empty: the password stays as it is.</translation>
    </message>
    <message>
        <source>Afzender</source>
        <translation>Sender</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Bijvoorbeeld LDC De Wijzer.</source>
        <translation>Such as LDC De Wijzer.</translation>
    </message>
    <message>
        <source>Hier komen ook de antwoorden toe.</source>
        <translation>Answers arrive here too.</translation>
    </message>
    <message>
        <source>&amp;E-mailadres</source>
        <translation>&amp;E-mail address</translation>
    </message>
    <message>
        <source>&amp;Testmail sturen</source>
        <translation>Send a &amp;test mail</translation>
    </message>
    <message>
        <source>De testmail vertrekt…</source>
        <translation>The test mail is leaving…</translation>
    </message>
    <message>
        <source>Verstuurd. Kijk of de mail aankwam bij {address}.</source>
        <translation>Sent. See whether it arrived at {address}.</translation>
    </message>
    <message>
        <source>STARTTLS (meestal, poort 587)</source>
        <translation>STARTTLS (usually, port 587)</translation>
    </message>
    <message>
        <source>SSL/TLS (poort 465)</source>
        <translation>SSL/TLS (port 465)</translation>
    </message>
    <message>
        <source>Geen (enkel binnen het eigen netwerk)</source>
        <translation>None (only inside your own network)</translation>
    </message>
    <message>
        <source>Testmail van MMC Desk</source>
        <translation>Test mail of MMC Desk</translation>
    </message>
    <message>
        <source>Deze mail toont dat MMC Desk via uw mailserver kan versturen.</source>
        <translation>This mail shows that MMC Desk can send through your mail server.</translation>
    </message>
    <message>
        <source>in de wachtrij</source>
        <translation>queued</translation>
    </message>
    <message>
        <source>verstuurd</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>mislukt</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>ingetrokken</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>Er is nog geen mailserver ingesteld: wat in de wachtrij staat, blijft wachten.</source>
        <translation>No mail server has been set up yet: what is queued keeps waiting.</translation>
    </message>
    <message>
        <source>Dit zijn oefendata: mail blijft in de wachtrij staan en vertrekt nooit.</source>
        <translation>This is practice data: mail stays in the queue and never leaves.</translation>
    </message>
    <message>
        <source>opnieuw om {time}</source>
        <translation>again at {time}</translation>
    </message>
    <message>
        <source>Vul een e-mailadres in: naam@voorbeeld.be.</source>
        <translation>Enter an e-mail address: name@example.be.</translation>
    </message>
    <message>
        <source>“{address}” is geen e-mailadres. Het ziet eruit als naam@voorbeeld.be.</source>
        <translation>“{address}” is no e-mail address. One looks like name@example.be.</translation>
    </message>
    <message>
        <source>Mail {number} wacht, maar kan niet vertrekken: {problem}</source>
        <translation>Mail {number} waits, but can&apos;t leave: {problem}</translation>
    </message>
    <message>
        <source>Mail {number} is verstuurd, maar zonder tijdstip.</source>
        <translation>Mail {number} was sent, but without a time.</translation>
    </message>
    <message>
        <source>Mail {number} heeft een tijdstip van versturen, maar staat niet als verstuurd.</source>
        <translation>Mail {number} has a time of sending, but isn&apos;t marked as sent.</translation>
    </message>
    <message>
        <source>Mail {number} is verstuurd voor ze gemaakt werd.</source>
        <translation>Mail {number} was sent before it was made.</translation>
    </message>
    <message>
        <source>Mail {number} heeft nog een volgende poging, maar wacht niet.</source>
        <translation>Mail {number} has another attempt to come, but isn&apos;t waiting.</translation>
    </message>
    <message>
        <source>Mail {number} telt een aantal pogingen dat niet kan.</source>
        <translation>Mail {number} has a number of attempts that can&apos;t be.</translation>
    </message>
    <message>
        <source>Mail {number} is mislukt, maar niemand weet waarom.</source>
        <translation>Mail {number} failed, but nobody knows why.</translation>
    </message>
    <message>
        <source>Wat wacht, kan vertrekken</source>
        <translation>What waits can leave</translation>
    </message>
    <message>
        <source>Toestand van uitgaande mail</source>
        <translation>State of outgoing mail</translation>
    </message>
    <message>
        <source>Sluiten</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>&amp;Tekst</source>
        <translation>Te&amp;xt</translation>
    </message>
    <message>
        <source>Oefendata: de mails komen in de wachtrij, maar vertrekken nooit.</source>
        <translation>Practice data: the mails are queued, but never leave.</translation>
    </message>
    <message>
        <source>Stel eerst de mailserver in bij Uitgaande mail: tot dan wachten de mails.</source>
        <translation>First set up the mail server at Outgoing mail: the mails wait until then.</translation>
    </message>
    <message>
        <source>&amp;Klaarzetten ({count})</source>
        <translation>&amp;Queue ({count})</translation>
    </message>
    <message>
        <source>&amp;Andere afdrukken ({count})</source>
        <translation>&amp;Print the others ({count})</translation>
    </message>
    <message>
        <source>Onderwerp: {subject}</source>
        <translation>Subject: {subject}</translation>
    </message>
    <message>
        <source>Bijlagen: {files}</source>
        <translation>Attachments: {files}</translation>
    </message>
    <message>
        <source>Voorbeeld van het blad</source>
        <translation>Preview of the sheet</translation>
    </message>
    <message>
        <source>1 mail in de wachtrij</source>
        <translation>1 mail in the queue</translation>
    </message>
    <message>
        <source>{count} mails in de wachtrij</source>
        <translation>{count} mails queued</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>neen</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Mailen</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>geen e-mailadres</source>
        <translation>no e-mail address</translation>
    </message>
    <message>
        <source>Sinds de vorige mail</source>
        <translation>Since the last mail</translation>
    </message>
    <message>
        <source>nog niet gemaild</source>
        <translation>not mailed yet</translation>
    </message>
    <message>
        <source>niets gewijzigd</source>
        <translation>nothing changed</translation>
    </message>
    <message>
        <source>nieuw</source>
        <translation>new</translation>
    </message>
    <message>
        <source>gewijzigd</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>vervallen</source>
        <translation>lapsed</translation>
    </message>
    <message>
        <source>{event}: {change}</source>
        <translation>{event}: {change}</translation>
    </message>
    <message>
        <source>Sinds de vorige mail:</source>
        <translation>Since the last mail:</translation>
    </message>
    <message>
        <source>Dag {name},</source>
        <translation>Hello {name},</translation>
    </message>
    <message>
        <source>{subject} – gewijzigd</source>
        <translation>{subject} – changed</translation>
    </message>
    <message>
        <source>Vervallen: {event}</source>
        <translation>Cancelled: {event}</translation>
    </message>
    <message>
        <source>Bijlagen van mails</source>
        <translation>Mail attachments</translation>
    </message>
</context>
<context>
    <name>meals</name>
    <message>
        <source>het jaar, bijvoorbeeld 2019</source>
        <translation>the year, for instance 2019</translation>
    </message>
    <message>
        <source>waarheen: de naam van het bestand</source>
        <translation>where to: the name of the file</translation>
    </message>
    <message>
        <source>Dorpsrestaurants</source>
        <translation>Village restaurants</translation>
    </message>
    <message>
        <source>de middagen van een jaar, een blad per dorp</source>
        <translation>the noons of a year, a sheet per village</translation>
    </message>
    <message>
        <source>de lijst van de vrijwilligers</source>
        <translation>the list of the volunteers</translation>
    </message>
    <message>
        <source>gesloten</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>de locatie ontbreekt: zet ze in een kolom of als naam van het blad</source>
        <translation>the location is missing: put it in a column or as the name of the sheet</translation>
    </message>
    <message>
        <source>{location} op {day}</source>
        <translation>{location} on {day}</translation>
    </message>
    <message>
        <source>Maaltijden</source>
        <translation>Meals</translation>
    </message>
    <message>
        <source>{booked} ingeschreven − {no_show} niet gekomen + {walk_in} zonder inschrijving = {wanted}.</source>
        <translation>{booked} booked − {no_show} not come + {walk_in} walk-ins = {wanted}.</translation>
    </message>
    <message>
        <source>Weekdagen van dorpsrestaurants</source>
        <translation>Weekdays of village restaurants</translation>
    </message>
    <message>
        <source>Gesloten middagen zonder tellingen</source>
        <translation>Closed noons without counts</translation>
    </message>
    <message>
        <source>Tellingen van middagen</source>
        <translation>Counts of noons</translation>
    </message>
    <message>
        <source>Middagen van gesloten restaurants</source>
        <translation>Noons of closed restaurants</translation>
    </message>
    <message>
        <source>Tellingen zoals de inschrijvingen</source>
        <translation>Counts as the bookings have them</translation>
    </message>
    <message>
        <source>Inschrijvingen van gestopte deelnemers</source>
        <translation>Bookings of participants who stopped</translation>
    </message>
    <message>
        <source>Afgesloten middagen met open inschrijvingen</source>
        <translation>Finished noons with open bookings</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op {ending}.</source>
        <translation>{name}: choose a file name that ends in {ending}.</translation>
    </message>
    <message>
        <source>Bewaard in {path}.</source>
        <translation>Saved in {path}.</translation>
    </message>
    <message>
        <source>Vul de eerste dag in.</source>
        <translation>Fill in the first day.</translation>
    </message>
    <message>
        <source>De laatste dag ligt voor de eerste. Verbeter een van beide.</source>
        <translation>The last day is before the first. Correct one of them.</translation>
    </message>
    <message>
        <source>Deze middag is al geteld. Wis eerst de tellingen om ze te sluiten.</source>
        <translation>This noon was counted already. Clear its counts first to close it.</translation>
    </message>
    <message>
        <source>Vul de dag in.</source>
        <translation>Fill in the day.</translation>
    </message>
    <message>
        <source>Vul de reden in: wie belt, vraagt ernaar.</source>
        <translation>Fill in the reason: who phones will ask.</translation>
    </message>
    <message>
        <source>Vul de naam in, bijvoorbeeld die van het dorp.</source>
        <translation>Fill in the name, for instance that of the village.</translation>
    </message>
    <message>
        <source>Er is al een dorpsrestaurant {name}. Kies een andere naam.</source>
        <translation>There is a village restaurant {name} already. Choose another name.</translation>
    </message>
    <message>
        <source>Het aantal plaatsen is 1 of meer, of laat het leeg.</source>
        <translation>The number of places is 1 or more, or leave it empty.</translation>
    </message>
    <message>
        <source>Vul de naam van de zaal in.</source>
        <translation>Fill in the name of the hall.</translation>
    </message>
    <message>
        <source>Kies de weekdag.</source>
        <translation>Choose the weekday.</translation>
    </message>
    <message>
        <source>Vul het uur in, bijvoorbeeld 12:00.</source>
        <translation>Fill in the hour, for instance 12:00.</translation>
    </message>
    <message>
        <source>Het einduur komt na het beginuur.</source>
        <translation>The end comes after the beginning.</translation>
    </message>
    <message>
        <source>Op {weekday} is er vanaf {day} al een middag. Beëindig die eerst.</source>
        <translation>There is a noon on {weekday} from {day} on already. End that one first.</translation>
    </message>
    <message>
        <source>Vul in vanaf welke dag deze prijs geldt.</source>
        <translation>Fill in from which day on this price holds.</translation>
    </message>
    <message>
        <source>Vul de prijs van een maaltijd in.</source>
        <translation>Fill in the price of a meal.</translation>
    </message>
    <message>
        <source>Middagen vooruit gepland</source>
        <translation>Noons planned ahead</translation>
    </message>
    <message>
        <source>{location} heeft twee middagen op {weekday} tegelijk.</source>
        <translation>{location} has two noons on {weekday} at once.</translation>
    </message>
    <message>
        <source>De middag in {location} op {day} is gesloten en heeft toch tellingen.</source>
        <translation>The noon in {location} on {day} is closed and yet has counts.</translation>
    </message>
    <message>
        <source>De tellingen van {location} op {day} kloppen niet met elkaar.</source>
        <translation>The counts of {location} on {day} contradict each other.</translation>
    </message>
    <message>
        <source>{location} heeft een middag op {day}, na de sluiting van het restaurant.</source>
        <translation>{location} has a noon on {day}, after the restaurant closed.</translation>
    </message>
    <message>
        <source>Middagen</source>
        <translation>Noons</translation>
    </message>
    <message>
        <source>Bezetting</source>
        <translation>Seats used</translation>
    </message>
    <message>
        <source>Niet gekomen</source>
        <translation>No-shows</translation>
    </message>
    <message>
        <source>in %</source>
        <translation>in %</translation>
    </message>
    <message>
        <source>Spontaan</source>
        <translation>Walk-ins</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Left over</translation>
    </message>
    <message>
        <source>Afhaal</source>
        <translation>Take-away</translation>
    </message>
    <message>
        <source>Gem.</source>
        <translation>Avg.</translation>
    </message>
    <message>
        <source>Inkomsten</source>
        <translation>Income</translation>
    </message>
    <message>
        <source>Kosten</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Maaltijden per middag</source>
        <translation>Meals per noon</translation>
    </message>
    <message>
        <source>Niet gekomen, in %</source>
        <translation>Didn&apos;t come, in %</translation>
    </message>
    <message>
        <source>Bezetting, in %</source>
        <translation>Seats used, in %</translation>
    </message>
    <message>
        <source>Inkomsten, in euro</source>
        <translation>Income, in euro</translation>
    </message>
    <message>
        <source>heel {year}</source>
        <translation>all of {year}</translation>
    </message>
    <message>
        <source>Per middag</source>
        <translation>Per noon</translation>
    </message>
    <message>
        <source>week {number}</source>
        <translation>week {number}</translation>
    </message>
    <message>
        <source>wk {number} · {day}</source>
        <translation>wk {number} · {day}</translation>
    </message>
    <message>
        <source>Per maand</source>
        <translation>Per month</translation>
    </message>
    <message>
        <source>Per locatie</source>
        <translation>Per location</translation>
    </message>
    <message>
        <source>Per week</source>
        <translation>Per week</translation>
    </message>
    <message>
        <source>Middagen buiten het schema</source>
        <translation>Noons outside of the schedule</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Middagen &amp;sluiten</source>
        <translation>&amp;Close noons</translation>
    </message>
    <message>
        <source>Toch &amp;houden</source>
        <translation>&amp;Keep them</translation>
    </message>
    <message>
        <source>&amp;Later beslissen</source>
        <translation>Decide &amp;later</translation>
    </message>
    <message>
        <source>Waarom ze sluiten; wie belt, vraagt ernaar:</source>
        <translation>Why they close; callers will ask:</translation>
    </message>
    <message>
        <source>Middagen gesloten</source>
        <translation>Noons closed</translation>
    </message>
    <message>
        <source>Middagen behouden</source>
        <translation>Noons kept</translation>
    </message>
    <message>
        <source>Deze middagen staan in geen schema meer, maar er is al voor ingeschreven, besteld of een dienst gepland.</source>
        <translation>No schedule has these noons any more, but people booked, meals were ordered or a duty was planned.</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Ingeschreven</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>Diensten</source>
        <translation>Duties</translation>
    </message>
    <message>
        <source>Gesloten</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Gesloten middagen: ze tellen in geen gemiddelde</source>
        <translation>Closed noons: they count in no average</translation>
    </message>
    <message>
        <source>{count} eters</source>
        <translation>{count} meals</translation>
    </message>
    <message>
        <source>nog te tellen</source>
        <translation>to be counted</translation>
    </message>
    <message>
        <source>{count} geboekt</source>
        <translation>{count} booked</translation>
    </message>
    <message>
        <source>{places} volzet</source>
        <translation>{places} full</translation>
    </message>
    <message>
        <source>gesloten: {reason}</source>
        <translation>closed: {reason}</translation>
    </message>
    <message>
        <source>{count} ingeschreven</source>
        <translation>{count} booked</translation>
    </message>
    <message>
        <source>Gegevens van de locatie</source>
        <translation>Details of the location</translation>
    </message>
    <message>
        <source>&amp;Bewerken</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <source>C&amp;ijfers</source>
        <translation>F&amp;igures</translation>
    </message>
    <message>
        <source>Vaste &amp;middag</source>
        <translation>Weekly &amp;noon</translation>
    </message>
    <message>
        <source>Andere &amp;zaal</source>
        <translation>Other &amp;hall</translation>
    </message>
    <message>
        <source>Waar</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Keuken en contact</source>
        <translation>Kitchen and contact</translation>
    </message>
    <message>
        <source>Nieuwe &amp;prijs</source>
        <translation>New &amp;price</translation>
    </message>
    <message>
        <source>Prijzen</source>
        <translation>Prices</translation>
    </message>
    <message>
        <source>Sluitingen</source>
        <translation>Closures</translation>
    </message>
    <message>
        <source>Volgende middagen</source>
        <translation>Next noons</translation>
    </message>
    <message>
        <source>Nog geen vaste weekdag: voeg er een toe.</source>
        <translation>No weekly moment yet: add one.</translation>
    </message>
    <message>
        <source>Geen zaal genoteerd.</source>
        <translation>No hall noted.</translation>
    </message>
    <message>
        <source>Niets genoteerd.</source>
        <translation>Nothing noted.</translation>
    </message>
    <message>
        <source>Geen prijs gekend.</source>
        <translation>No price known.</translation>
    </message>
    <message>
        <source>Geen sluitingen gepland.</source>
        <translation>No closures planned.</translation>
    </message>
    <message>
        <source>Geen middagen gepland.</source>
        <translation>No noons planned.</translation>
    </message>
    <message>
        <source>{first} tot en met {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>kind {price}</source>
        <translation>child {price}</translation>
    </message>
    <message>
        <source>kost {price}</source>
        <translation>cost {price}</translation>
    </message>
    <message>
        <source>enkel hier</source>
        <translation>only here</translation>
    </message>
    <message>
        <source>vanaf {day}</source>
        <translation>from {day}</translation>
    </message>
    <message>
        <source>enkel tellen</source>
        <translation>count only</translation>
    </message>
    <message>
        <source>inschrijven met naam</source>
        <translation>bookings by name</translation>
    </message>
    <message>
        <source>{count} plaatsen</source>
        <translation>{count} places</translation>
    </message>
    <message>
        <source>gestopt vanaf {day}</source>
        <translation>stopped from {day}</translation>
    </message>
    <message>
        <source>eigen keuken</source>
        <translation>own kitchen</translation>
    </message>
    <message>
        <source>{days} werkdagen vooraf</source>
        <translation>{days} working days ahead</translation>
    </message>
    <message>
        <source>Keuken</source>
        <translation>Kitchen</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Inschrijven</source>
        <translation>Booking</translation>
    </message>
    <message>
        <source>Wisselgeld</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>Vakanties</source>
        <translation>Holidays</translation>
    </message>
    <message>
        <source>dicht in de schoolvakanties</source>
        <translation>closed in school holidays</translation>
    </message>
    <message>
        <source>{count} aan tafel</source>
        <translation>{count} at the table</translation>
    </message>
    <message>
        <source>volzet</source>
        <translation>full</translation>
    </message>
    <message>
        <source>Wie ingeschreven was, komt op een bellijst.</source>
        <translation>Who was booked comes on a call list.</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>{location} sluiten op {day}</source>
        <translation>Close {location} on {day}</translation>
    </message>
    <message>
        <source>Middag &amp;sluiten</source>
        <translation>&amp;Close noon</translation>
    </message>
    <message>
        <source>&amp;Locatie</source>
        <translation>&amp;Location</translation>
    </message>
    <message>
        <source>&amp;Dag</source>
        <translation>&amp;Day</translation>
    </message>
    <message>
        <source>&amp;Uur</source>
        <translation>&amp;Hour</translation>
    </message>
    <message>
        <source>Extra middag</source>
        <translation>Extra noon</translation>
    </message>
    <message>
        <source>Middag &amp;toevoegen</source>
        <translation>&amp;Add noon</translation>
    </message>
    <message>
        <source>Kies de locatie.</source>
        <translation>Choose the location.</translation>
    </message>
    <message>
        <source>alle dorpsrestaurants</source>
        <translation>all village restaurants</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>Leeg: enkel die ene dag.</source>
        <translation>Empty: that one day only.</translation>
    </message>
    <message>
        <source>&amp;Tot en met</source>
        <translation>&amp;Until</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: zomersluiting. Feestdagen kent het programma zelf.</source>
        <translation>For instance: summer closure. The program knows public holidays by itself.</translation>
    </message>
    <message>
        <source>Sluitingsperiode</source>
        <translation>Closure</translation>
    </message>
    <message>
        <source>Dagen &amp;sluiten</source>
        <translation>&amp;Close days</translation>
    </message>
    <message>
        <source>Locatie</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Grafiek van</source>
        <translation>Chart of</translation>
    </message>
    <message>
        <source>Verloop per maand</source>
        <translation>Course by month</translation>
    </message>
    <message>
        <source>Uitsplitsing</source>
        <translation>Breakdown</translation>
    </message>
    <message>
        <source>Cijfers</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>&amp;Exporteren…</source>
        <translation>&amp;Export…</translation>
    </message>
    <message>
        <source>De middagen van het jaar, een blad per dorp: dit kan ook weer ingelezen worden</source>
        <translation>The noons of the year, a sheet per village: this can be imported again too</translation>
    </message>
    <message>
        <source>Dorpsrestaurants {year}</source>
        <translation>Village restaurants {year}</translation>
    </message>
    <message>
        <source>Exporteren</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>Alle dorpsrestaurants</source>
        <translation>All village restaurants</translation>
    </message>
    <message>
        <source>Gesloten: {count}, in geen gemiddelde</source>
        <translation>Closed: {count}, in no average</translation>
    </message>
    <message>
        <source>Locaties</source>
        <translation>Locations</translation>
    </message>
    <message>
        <source>Filter op naam, zaal, weekdag, traiteur</source>
        <translation>Filter by name, hall, weekday, caterer</translation>
    </message>
    <message>
        <source>&amp;Nieuwe locatie</source>
        <translation>&amp;New location</translation>
    </message>
    <message>
        <source>{shown} van {all} locaties</source>
        <translation>{shown} of {all} locations</translation>
    </message>
    <message>
        <source>Nog geen dorpsrestaurants. Neem uw maaltijdenlijst over, of begin met Ctrl+N.</source>
        <translation>No village restaurants yet. Import your list of meals, or begin with Ctrl+N.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>&amp;Afspraken…</source>
        <translation>&amp;Rules…</translation>
    </message>
    <message>
        <source>Afspraken van de dorpsrestaurants (F6)</source>
        <translation>Agreements of the village restaurants (F6)</translation>
    </message>
    <message>
        <source>Verwijderd</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>Wanneer</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Zaal</source>
        <translation>Hall</translation>
    </message>
    <message>
        <source>Plaatsen</source>
        <translation>Places</translation>
    </message>
    <message>
        <source>Prijs</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>Volgende</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Traiteur</source>
        <translation>Caterer</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>{weekday} vandaag</source>
        <translation>{weekday} today</translation>
    </message>
    <message>
        <source>Kalender van de dorpsrestaurants</source>
        <translation>Calendar of the village restaurants</translation>
    </message>
    <message>
        <source>Middag &amp;openen</source>
        <translation>&amp;Open noon</translation>
    </message>
    <message>
        <source>Middag &amp;sluiten…</source>
        <translation>&amp;Close noon…</translation>
    </message>
    <message>
        <source>E&amp;xtra middag…</source>
        <translation>E&amp;xtra noon…</translation>
    </message>
    <message>
        <source>Sluitings&amp;periode…</source>
        <translation>Closure &amp;period…</translation>
    </message>
    <message>
        <source>Middagen met inschrijvingen die in geen schema staan (F8)</source>
        <translation>Noons with bookings that no schedule has (F8)</translation>
    </message>
    <message>
        <source>Nog geen dorpsrestaurants. Voeg er een toe met zijn vaste weekdag, of importeer.</source>
        <translation>No village restaurants yet. Add one with its weekday, or import.</translation>
    </message>
    <message>
        <source>Naar Locaties</source>
        <translation>To Locations</translation>
    </message>
    <message>
        <source>&amp;Buiten schema ({count})…</source>
        <translation>Out&amp;side schedule ({count})…</translation>
    </message>
    <message>
        <source>{location} is weer open</source>
        <translation>{location} is open again</translation>
    </message>
    <message>
        <source>Weer o&amp;penen</source>
        <translation>O&amp;pen again</translation>
    </message>
    <message>
        <source>Dorpsrestaurant bewerken</source>
        <translation>Edit village restaurant</translation>
    </message>
    <message>
        <source>Nieuw dorpsrestaurant</source>
        <translation>New village restaurant</translation>
    </message>
    <message>
        <source>Locatie &amp;opslaan</source>
        <translation>&amp;Save location</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Inschrijven</source>
        <translation>&amp;Booking</translation>
    </message>
    <message>
        <source>Leeg: plaats voor iedereen.</source>
        <translation>Empty: room for everybody.</translation>
    </message>
    <message>
        <source>&amp;Plaatsen</source>
        <translation>&amp;Places</translation>
    </message>
    <message>
        <source>Werkdagen vooraf. Leeg: zoals de dienst gewoon is.</source>
        <translation>Working days ahead. Empty: as is usual here.</translation>
    </message>
    <message>
        <source>In te schrijven &amp;tot</source>
        <translation>Book &amp;until</translation>
    </message>
    <message>
        <source>&amp;Keuken</source>
        <translation>&amp;Kitchen</translation>
    </message>
    <message>
        <source>T&amp;raiteur</source>
        <translation>Cate&amp;rer</translation>
    </message>
    <message>
        <source>&amp;E-mail traiteur</source>
        <translation>&amp;E-mail of the caterer</translation>
    </message>
    <message>
        <source>&amp;Verantwoordelijke</source>
        <translation>&amp;In charge</translation>
    </message>
    <message>
        <source>Tele&amp;foon</source>
        <translation>&amp;Phone</translation>
    </message>
    <message>
        <source>&amp;Wisselgeld</source>
        <translation>F&amp;loat</translation>
    </message>
    <message>
        <source>&amp;Schoolvakanties</source>
        <translation>&amp;School holidays</translation>
    </message>
    <message>
        <source>Leeg: blijft open. De geschiedenis blijft altijd.</source>
        <translation>Empty: stays open. Its history always stays.</translation>
    </message>
    <message>
        <source>&amp;Gestopt vanaf</source>
        <translation>S&amp;topped from</translation>
    </message>
    <message>
        <source>Not&amp;a</source>
        <translation>Not&amp;e</translation>
    </message>
    <message>
        <source>Het blijft hetzelfde restaurant: zijn geschiedenis verhuist mee.</source>
        <translation>It stays the same restaurant: its history moves along.</translation>
    </message>
    <message>
        <source>&amp;Vanaf</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;Zaal</source>
        <translation>&amp;Hall</translation>
    </message>
    <message>
        <source>&amp;Straat en nummer</source>
        <translation>&amp;Street and number</translation>
    </message>
    <message>
        <source>&amp;Postcode</source>
        <translation>&amp;Postcode</translation>
    </message>
    <message>
        <source>&amp;Dorp</source>
        <translation>&amp;Village</translation>
    </message>
    <message>
        <source>Zaal van {location}</source>
        <translation>Hall of {location}</translation>
    </message>
    <message>
        <source>Zaal &amp;opslaan</source>
        <translation>&amp;Save hall</translation>
    </message>
    <message>
        <source>&amp;Weekdag</source>
        <translation>&amp;Weekday</translation>
    </message>
    <message>
        <source>Dan worden mensen weer opgehaald. Leeg: twee uur later.</source>
        <translation>People are fetched again then. Empty: two hours later.</translation>
    </message>
    <message>
        <source>&amp;Einde</source>
        <translation>&amp;End</translation>
    </message>
    <message>
        <source>Leeg: tot nader bericht.</source>
        <translation>Empty: until further notice.</translation>
    </message>
    <message>
        <source>Vul in als de dag of het uur verandert vanaf dan; wat was, blijft zoals het was.</source>
        <translation>Fill in when day or hour change from then on; what was stays as it was.</translation>
    </message>
    <message>
        <source>Verandert vana&amp;f</source>
        <translation>&amp;Changes from</translation>
    </message>
    <message>
        <source>Vaste middag van {location}</source>
        <translation>Weekly noon of {location}</translation>
    </message>
    <message>
        <source>Middag &amp;opslaan</source>
        <translation>&amp;Save noon</translation>
    </message>
    <message>
        <source>enkel {location}</source>
        <translation>only {location}</translation>
    </message>
    <message>
        <source>&amp;Geldt voor</source>
        <translation>&amp;Holds for</translation>
    </message>
    <message>
        <source>&amp;Prijs</source>
        <translation>&amp;Price</translation>
    </message>
    <message>
        <source>Leeg: een kind betaalt evenveel.</source>
        <translation>Empty: a child pays the same.</translation>
    </message>
    <message>
        <source>&amp;Kinderprijs</source>
        <translation>&amp;Child price</translation>
    </message>
    <message>
        <source>Wat de dienst zelf betaalt voor een maaltijd; voor de cijfers.</source>
        <translation>What the desk itself pays for a meal; for the figures.</translation>
    </message>
    <message>
        <source>K&amp;ostprijs</source>
        <translation>C&amp;ost</translation>
    </message>
    <message>
        <source>Prijs van een maaltijd</source>
        <translation>Price of a meal</translation>
    </message>
    <message>
        <source>Prijs op&amp;slaan</source>
        <translation>&amp;Save price</translation>
    </message>
    <message>
        <source>dorpsrestaurant</source>
        <translation>village restaurant</translation>
    </message>
    <message>
        <source>Kies {least} tot {most}.</source>
        <translation>Choose {least} to {most}.</translation>
    </message>
    <message>
        <source>werkdagen vooraf</source>
        <translation>working days ahead</translation>
    </message>
    <message>
        <source>minuten</source>
        <translation>minutes</translation>
    </message>
    <message>
        <source>Waar de locatie zelf niets zegt. Later inschrijven geeft een waarschuwing.</source>
        <translation>Where the location itself says nothing. Booking later gives a warning.</translation>
    </message>
    <message>
        <source>Waar de vaste middag geen einde heeft: dan worden mensen weer opgehaald.</source>
        <translation>Where the weekly noon has no end: then people are fetched again.</translation>
    </message>
    <message>
        <source>Een maaltijd &amp;duurt</source>
        <translation>A meal &amp;lasts</translation>
    </message>
    <message>
        <source>maanden</source>
        <translation>months</translation>
    </message>
    <message>
        <source>&amp;Middagen vooruit</source>
        <translation>&amp;Noons ahead</translation>
    </message>
    <message>
        <source>Voor middagen daarvoor blijft gelden wat gold.</source>
        <translation>Noons before it keep what held.</translation>
    </message>
    <message>
        <source>&amp;Geldt vanaf</source>
        <translation>&amp;Holds from</translation>
    </message>
    <message>
        <source>Afspraken van de dorpsrestaurants</source>
        <translation>Agreements of the village restaurants</translation>
    </message>
    <message>
        <source>Afspraken &amp;opslaan</source>
        <translation>Save rul&amp;es</translation>
    </message>
    <message>
        <source>Afspraken van de dorpsrestaurants gewijzigd</source>
        <translation>Agreements of the village restaurants changed</translation>
    </message>
    <message>
        <source>Vul in vanaf welke dag dit geldt.</source>
        <translation>Fill in from which day this holds.</translation>
    </message>
    <message>
        <source>Vul een getal in.</source>
        <translation>Fill in a number.</translation>
    </message>
    <message>
        <source>Deelnemer van de restaurants</source>
        <translation>Participant of the restaurants</translation>
    </message>
    <message>
        <source>Vaste inschrijvingen</source>
        <translation>Standing bookings</translation>
    </message>
    <message>
        <source>Vaste inschrijvingen: pauzes</source>
        <translation>Standing bookings: pauses</translation>
    </message>
    <message>
        <source>Weekdagen als vrijwilliger</source>
        <translation>Weekdays as a volunteer</translation>
    </message>
    <message>
        <source>Afwezigheden als vrijwilliger</source>
        <translation>Absences as a volunteer</translation>
    </message>
    <message>
        <source>Gemailde diensten</source>
        <translation>Mailed duties</translation>
    </message>
    <message>
        <source>Deze locatie bestaat niet meer. Herlaad de lijst.</source>
        <translation>This location no longer exists. Reload the list.</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Ongedaan maken</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>mileage</name>
    <message>
        <source>&amp;Uitleg</source>
        <translation>&amp;Explain</translation>
    </message>
    <message>
        <source>Wat deze cijfers betekenen</source>
        <translation>What these figures mean</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx, .csv of .json.</source>
        <translation>{name}: choose a file name that ends in .pdf, .xlsx, .csv or .json.</translation>
    </message>
    <message>
        <source>{title} bewaard in {path}.</source>
        <translation>{title} saved in {path}.</translation>
    </message>
    <message>
        <source>Betaalbestand gemaakt</source>
        <translation>Payment file made</translation>
    </message>
    <message>
        <source>Bewaard in {path}.</source>
        <translation>Saved in {path}.</translation>
    </message>
    <message>
        <source>{title}: {drivers} chauffeurs, {rides} ritten afgerekend.</source>
        <translation>{title}: {drivers} drivers, {rides} rides settled.</translation>
    </message>
    <message>
        <source>Wachten nog op een resultaat: {names}.</source>
        <translation>Still waiting for a result: {names}.</translation>
    </message>
    <message>
        <source>Er is geen chauffeur met code {code}.</source>
        <translation>There is no driver with code {code}.</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op {kinds}.</source>
        <translation>{name}: choose a file name that ends with {kinds}.</translation>
    </message>
    <message>
        <source>het jaar, bijvoorbeeld 2019</source>
        <translation>the year, for instance 2019</translation>
    </message>
    <message>
        <source>alleen deze maand (1 tot 12)</source>
        <translation>only this month (1 to 12)</translation>
    </message>
    <message>
        <source>waarheen: een bestandsnaam op .pdf, .xlsx, .csv of .json</source>
        <translation>where to: a file name in .pdf, .xlsx, .csv or .json</translation>
    </message>
    <message>
        <source>de maand</source>
        <translation>the month</translation>
    </message>
    <message>
        <source>alleen deze chauffeur, volgens zijn code</source>
        <translation>only this driver, by code</translation>
    </message>
    <message>
        <source>waarheen: .pdf om te tekenen, .csv of .xlsx, .xml voor de bank</source>
        <translation>where to: .pdf to sign, .csv or .xlsx, .xml for the bank</translation>
    </message>
    <message>
        <source>waarheen: een bestandsnaam op .pdf, .xlsx of .csv</source>
        <translation>where to: a file name ending with .pdf, .xlsx or .csv</translation>
    </message>
    <message>
        <source>het jaar waarin de polis begint</source>
        <translation>the year in which the policy begins</translation>
    </message>
    <message>
        <source>de maand waarmee het polisjaar begint (1 tot 12)</source>
        <translation>the month the policy year begins with (1 to 12)</translation>
    </message>
    <message>
        <source>Kilometerstaat</source>
        <translation>Kilometre report</translation>
    </message>
    <message>
        <source>de kilometerstaat: ritten, km en bedrag per chauffeur per maand</source>
        <translation>the kilometre report: rides, km and amount per driver per month</translation>
    </message>
    <message>
        <source>een maand afrekenen: bladen om te tekenen, CSV, betaalbestand</source>
        <translation>settle a month: sheets to sign, CSV, payment file</translation>
    </message>
    <message>
        <source>de lijst voor de verzekeraar: km per chauffeur van een polisjaar</source>
        <translation>the insurer&apos;s list: km per driver of a policy year</translation>
    </message>
    <message>
        <source>de nominatieve lijst van forfaitaire vergoedingen</source>
        <translation>the nominative list of flat allowances</translation>
    </message>
    <message>
        <source>Ritten, kilometers en bedrag per chauffeur</source>
        <translation>Rides, kilometres and amount per driver</translation>
    </message>
    <message>
        <source>Kilometers voor de verzekeraar</source>
        <translation>Kilometres for the insurer</translation>
    </message>
    <message>
        <source>Polisjaar van {first} tot en met {last}</source>
        <translation>Policy year from {first} to {last}</translation>
    </message>
    <message>
        <source>Kilometers van het huis van de chauffeur tot weer thuis, van uitgevoerde en van loze ritten: ook wie vergeefs aan de deur stond, was onderweg voor de dienst.</source>
        <translation>Kilometres from the driver&apos;s home until home again, of driven and of wasted trips: who stood at the door in vain was on the road for the service too.</translation>
    </message>
    <message>
        <source>Totaal</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Per officieel km-tarief</source>
        <translation>Per official km rate</translation>
    </message>
    <message>
        <source>Voor het lokaal dienstencentrum</source>
        <translation>For the local service centre</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Heel het jaar</source>
        <translation>The whole year</translation>
    </message>
    <message>
        <source>&amp;Verzekeraar…</source>
        <translation>&amp;Insurer…</translation>
    </message>
    <message>
        <source>Kilometers per chauffeur van een polisjaar</source>
        <translation>Kilometres per driver of a policy year</translation>
    </message>
    <message>
        <source>Chauffeurs</source>
        <translation>Drivers</translation>
    </message>
    <message>
        <source>Maanden van deze chauffeur</source>
        <translation>Months of this driver</translation>
    </message>
    <message>
        <source>Kilometers per maand</source>
        <translation>Kilometres per month</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Totaal: {now}</source>
        <translation>Total: {now}</translation>
    </message>
    <message>
        <source>Totaal: {now}
{year}: {before}</source>
        <translation>Total: {now}
{year}: {before}</translation>
    </message>
    <message>
        <source>{rides} ritten · {km} · {amount} (ontvangen: {received})</source>
        <translation>{rides} rides · {km} · {amount} (received: {received})</translation>
    </message>
    <message>
        <source>afgezien: {amount}</source>
        <translation>waived: {amount}</translation>
    </message>
    <message>
        <source>Bedrag</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Km {year}</source>
        <translation>Km {year}</translation>
    </message>
    <message>
        <source>Dagen</source>
        <translation>Days</translation>
    </message>
    <message>
        <source>Afgezien</source>
        <translation>Waived</translation>
    </message>
    <message>
        <source>Tarief per km</source>
        <translation>Rate per km</translation>
    </message>
    <message>
        <source>Vorig jaar ({year}): {rides} ritten, {km}, {amount}.</source>
        <translation>Last year ({year}): {rides} rides, {km}, {amount}.</translation>
    </message>
    <message>
        <source>Deze chauffeur ziet af van betaling: het bedrag is 0, de kilometers tellen mee.</source>
        <translation>This driver waives payment: the amount is 0, the kilometres count.</translation>
    </message>
    <message>
        <source>Km aan {rate}</source>
        <translation>Km at {rate}</translation>
    </message>
    <message>
        <source>Maand</source>
        <translation>Month</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Deel</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Betaalwijze</source>
        <translation>Way of payment</translation>
    </message>
    <message>
        <source>Rekening</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>Getekend op</source>
        <translation>Signed on</translation>
    </message>
    <message>
        <source>ontwerp</source>
        <translation>draft</translation>
    </message>
    <message>
        <source>Administratie</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Regels</source>
        <translation>Lines</translation>
    </message>
    <message>
        <source>Bedrag aan {rate}</source>
        <translation>Amount at {rate}</translation>
    </message>
    <message>
        <source>Per maand</source>
        <translation>Per month</translation>
    </message>
    <message>
        <source>Van</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Tot en met</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Per tarief</source>
        <translation>Per rate</translation>
    </message>
    <message>
        <source>Kilometerstaat {year}</source>
        <translation>Kilometre report {year}</translation>
    </message>
    <message>
        <source>Kilometerstaat {month} {year}</source>
        <translation>Kilometre report {month} {year}</translation>
    </message>
    <message>
        <source>Ziet af van betaling</source>
        <translation>Waives payment</translation>
    </message>
    <message>
        <source>uitgevoerde ritten, één per trip van een chauffeur van thuis tot thuis, hoeveel leden er ook meerijden.</source>
        <translation>rides driven, one per trip of a driver from home to home, however many members travel along.</translation>
    </message>
    <message>
        <source>kilometers van die ritten, van het huis van de chauffeur tot weer thuis.</source>
        <translation>kilometres of those rides, from the driver’s house until home again.</translation>
    </message>
    <message>
        <source>km van elke rit × het officiële km-tarief van de dag van de rit, per rit afgerond op de cent (halve cent naar boven). Totalen zijn de som van hun delen.</source>
        <translation>km of each ride × the official km rate of the ride’s day, rounded to the cent per ride (half a cent upwards). Totals are the sum of their parts.</translation>
    </message>
    <message>
        <source>Loze ritten</source>
        <translation>Wasted trips</translation>
    </message>
    <message>
        <source>het bedrag van deze chauffeur is 0; zijn kilometers tellen mee. “Afgezien” is wat het bedrag anders was.</source>
        <translation>this driver&apos;s amount is 0; the kilometres count. “Waived” is what the amount would have been.</translation>
    </message>
    <message>
        <source>Plafond</source>
        <translation>Ceiling</translation>
    </message>
    <message>
        <source>het officiële km-tarief is het hoogste dat als kosten van een vrijwilliger telt (wet van 3 juli 2005): geen rit in deze staat rekent met meer.</source>
        <translation>the official km rate is the most that counts as a volunteer&apos;s costs (law of 3 July 2005): no ride in this report is paid at more.</translation>
    </message>
    <message>
        <source>2.000 km</source>
        <translation>2 000 km</translation>
    </message>
    <message>
        <source>voor een chauffeur van de Minder Mobielen Centrale geldt geen grens: geregeld personen vervoeren is er sinds 21/04/2019 van vrij. Wie als vrijwilliger een forfait krijgt, mag daarnaast hoogstens 2.000 km andere verplaatsingen aanrekenen.</source>
        <translation>a driver of the Minder Mobielen Centrale has no limit: regularly transporting people is free of it since 21/04/2019. Who gets a flat allowance as a volunteer may be paid at most 2 000 km of other trips beside it.</translation>
    </message>
    <message>
        <source>{name}: forfait, en {km} andere verplaatsingen.</source>
        <translation>{name}: flat allowance, and {km} of other trips.</translation>
    </message>
    <message>
        <source>wat de chauffeur voor die ritten van de leden kreeg, parking en wachten inbegrepen. Het saldo staat op de afrekening van elke maand.</source>
        <translation>what members paid the driver for those rides, parking and waiting included. The balance is on each month&apos;s settlement.</translation>
    </message>
    <message>
        <source>niet begrepen in dit overzicht: {rides} ritten, {km}, {amount}.</source>
        <translation>not part of this overview: {rides} rides, {km}, {amount}.</translation>
    </message>
    <message>
        <source>Let op: voor {days} is geen officieel km-tarief gekend. {rides} ritten ({km}) tellen niet mee in het bedrag.</source>
        <translation>Mind: no official km rate is known for {days}. {rides} rides ({km}) are not counted in the amount.</translation>
    </message>
    <message>
        <source>Let op: voor {days} is nog geen officieel km-tarief gekend; het laatste gekende ({rate}) is gebruikt.</source>
        <translation>Mind: no official km rate is known yet for {days}; the last known one ({rate}) was used.</translation>
    </message>
    <message>
        <source>geen tarief</source>
        <translation>no rate</translation>
    </message>
    <message>
        <source>{name} (ziet af van betaling)</source>
        <translation>{name} (waives payment)</translation>
    </message>
    <message>
        <source>Sommen van afrekeningen</source>
        <translation>Sums of settlements</translation>
    </message>
    <message>
        <source>Ritten één keer afgerekend</source>
        <translation>Rides settled once</translation>
    </message>
    <message>
        <source>Afgerekende ritten staan in een afrekening</source>
        <translation>Settled rides are in a settlement</translation>
    </message>
    <message>
        <source>Afrekeningen kloppen met hun ritten</source>
        <translation>Settlements agree with their rides</translation>
    </message>
    <message>
        <source>Terugnames</source>
        <translation>Reversals</translation>
    </message>
    <message>
        <source>Forfaits binnen de grenzen</source>
        <translation>Flat allowances within the limits</translation>
    </message>
    <message>
        <source>De andere kilometers kunnen niet negatief zijn.</source>
        <translation>The other kilometres can&apos;t be negative.</translation>
    </message>
    <message>
        <source>{name} heeft in {year} al dagen forfait. Verwijder die eerst: één systeem per kalenderjaar.</source>
        <translation>{name} already has days of flat allowance in {year}. Remove those first: one system per calendar year.</translation>
    </message>
    <message>
        <source>{name} koos voor de reële kosten: {count} dagen niet toegevoegd.</source>
        <translation>{name} chose real costs: {count} days not added.</translation>
    </message>
    <message>
        <source>{name} bereikt het maximum van {year}: {count} dagen niet toegevoegd.</source>
        <translation>{name} reaches the maximum of {year}: {count} days not added.</translation>
    </message>
    <message>
        <source>Deze dag staat er niet meer. Herlaad de pagina.</source>
        <translation>This day is no longer there. Reload the page.</translation>
    </message>
    <message>
        <source>Dit is geen vrijwilliger. Kies een vrijwilliger of een chauffeur.</source>
        <translation>This is no volunteer. Choose a volunteer or a driver.</translation>
    </message>
    <message>
        <source>Van {year} is het forfait nog niet gekend. Kies een ander jaar.</source>
        <translation>The flat allowance of {year} isn&apos;t known yet. Choose another year.</translation>
    </message>
    <message>
        <source>{name} koos in {year} voor de reële kosten. Verander eerst die keuze: één systeem per jaar.</source>
        <translation>{name} chose real costs in {year}. Change that choice first: one system per year.</translation>
    </message>
    <message>
        <source>{day} staat er al voor {name}.</source>
        <translation>{day} is already there for {name}.</translation>
    </message>
    <message>
        <source>Deze rit staat in geen afrekening: verander haar resultaat in de rittenlijst.</source>
        <translation>This ride is in no settlement: change its result in the ride list.</translation>
    </message>
    <message>
        <source>Er verandert niets: dit staat al zo in de afrekening.</source>
        <translation>Nothing changes: the settlement already says this.</translation>
    </message>
    <message>
        <source>Alle afrekeningen staan aan het km-tarief van hun dag: er is geen verschil.</source>
        <translation>All settlements have the km rate of their day: there is no difference.</translation>
    </message>
    <message>
        <source>nieuw km-tarief {new} in plaats van {old}</source>
        <translation>new km rate {new} instead of {old}</translation>
    </message>
    <message>
        <source>Rit {ride} is afgerekend met {month} {year}. Maak een correctie op de pagina Afrekening.</source>
        <translation>Ride {ride} was settled with {month} {year}. Make a correction on the page Settlement.</translation>
    </message>
    <message>
        <source>Deze chauffeur bestaat niet meer. Herlaad de pagina.</source>
        <translation>This driver no longer exists. Reload the page.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde deze afrekening intussen. Herlaad en probeer opnieuw.</source>
        <translation>Somebody else changed this settlement meanwhile. Reload and try again.</translation>
    </message>
    <message>
        <source>Kies eerst wat er betaald werd: er is nog niets afgerekend.</source>
        <translation>First choose what was paid: nothing has been settled yet.</translation>
    </message>
    <message>
        <source>Dit betaalbestand is al ingetrokken. Maak een nieuw.</source>
        <translation>This payment file was already taken back. Make a new one.</translation>
    </message>
    <message>
        <source>Deze afrekening bestaat niet. Herlaad de pagina.</source>
        <translation>This settlement doesn&apos;t exist. Reload the page.</translation>
    </message>
    <message>
        <source>Dat kan niet voor {day}: toen werd er afgerekend. Kies een latere dag.</source>
        <translation>That can&apos;t be before {day}: it was settled then. Choose a later day.</translation>
    </message>
    <message>
        <source>Die dag moet nog komen. Kies vandaag of een dag ervoor.</source>
        <translation>That day is still to come. Choose today or a day before.</translation>
    </message>
    <message>
        <source>Er is niets te betalen per overschrijving. Reken eerst een maand af.</source>
        <translation>There is nothing to pay by transfer. Settle a month first.</translation>
    </message>
    <message>
        <source>Dit betaalbestand is al betaald. Is dat een vergissing, neem dan eerst de betaling terug.</source>
        <translation>This payment file was already paid. If that is a mistake, take the payment back first.</translation>
    </message>
    <message>
        <source>Het rekeningnummer van {name} kan niet: {iban}. Verbeter het bij Chauffeurs.</source>
        <translation>The account number of {name} can&apos;t be: {iban}. Correct it at Drivers.</translation>
    </message>
    <message>
        <source>leeg</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>Kilometervergoeding {code}</source>
        <translation>Mileage allowance {code}</translation>
    </message>
    <message>
        <source>Niemand kan al afgerekend worden voor {month}: er ontbreken resultaten bij {names}. Vul hun rittenbladen in, of annuleer die ritten.</source>
        <translation>Nobody can be settled for {month} yet: results are missing of {names}. Enter their ride sheets, or cancel those rides.</translation>
    </message>
    <message>
        <source>{month} is al afgerekend. Voor een blad dat later kwam is er “Late bladen”, voor een fout “Corrigeren”.</source>
        <translation>{month} was already settled. For a sheet that came later there is “Late sheets”, for a mistake “Correct”.</translation>
    </message>
    <message>
        <source>In {month} werd niets gereden: er valt niets af te rekenen.</source>
        <translation>Nothing was driven in {month}: there is nothing to settle.</translation>
    </message>
    <message>
        <source>{month} van {name} is al afgerekend op {day}. Voor een blad dat later kwam is er “Late bladen”, voor een fout “Corrigeren”.</source>
        <translation>{month} of {name} was already settled on {day}. For a sheet that came later there is “Late sheets”, for a mistake “Correct”.</translation>
    </message>
    <message>
        <source>{name} kan nog niet afgerekend worden voor {month}: zonder resultaat zijn nog {rides}. Vul het rittenblad in, of annuleer die ritten.</source>
        <translation>{name} can&apos;t be settled for {month} yet: without a result are {rides}. Enter the ride sheet, or cancel those rides.</translation>
    </message>
    <message>
        <source>{name} reed niet in {month}: er valt niets af te rekenen.</source>
        <translation>{name} didn&apos;t drive in {month}: there is nothing to settle.</translation>
    </message>
    <message>
        <source>Voor {month} kwamen geen bladen binnen na de afrekening. Vul eerst het rittenblad in.</source>
        <translation>For {month} no sheets came in after the settlement. Enter the ride sheet first.</translation>
    </message>
    <message>
        <source>laat binnengekomen</source>
        <translation>came in late</translation>
    </message>
    <message>
        <source>{names} en nog {more}</source>
        <translation>{names} and {more} more</translation>
    </message>
    <message>
        <source>{no} · {day} · {route}</source>
        <translation>{no} · {day} · {route}</translation>
    </message>
    <message>
        <source>&amp;Gereden km</source>
        <translation>&amp;Km driven</translation>
    </message>
    <message>
        <source>&amp;Wachttijd</source>
        <translation>&amp;Waiting time</translation>
    </message>
    <message>
        <source>&amp;Parking</source>
        <translation>&amp;Parking</translation>
    </message>
    <message>
        <source>&amp;Ontvangen van het lid</source>
        <translation>&amp;Received from the member</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>R&amp;eason</translation>
    </message>
    <message>
        <source>Komt op de aanvulling die de chauffeur tekent.</source>
        <translation>Is printed on the addition that the driver signs.</translation>
    </message>
    <message>
        <source>Afgerekende rit corrigeren</source>
        <translation>Correct a settled ride</translation>
    </message>
    <message>
        <source>Correctie &amp;opslaan</source>
        <translation>&amp;Save correction</translation>
    </message>
    <message>
        <source>Vul de gereden kilometers in.</source>
        <translation>Enter the kilometres driven.</translation>
    </message>
    <message>
        <source>Chauffeurs van deze maand</source>
        <translation>Drivers of this month</translation>
    </message>
    <message>
        <source>Ritten van deze chauffeur</source>
        <translation>Rides of this driver</translation>
    </message>
    <message>
        <source>&amp;Jaaroverzicht…</source>
        <translation>&amp;Year…</translation>
    </message>
    <message>
        <source>In {month} {year} werd niet gereden. Kies een andere maand.</source>
        <translation>Nobody drove in {month} {year}. Choose another month.</translation>
    </message>
    <message>
        <source>Van {count} aanvragen van deze maand is niet genoteerd wat ervan kwam: {rides}.</source>
        <translation>Of {count} requests of this month nobody noted what came of them: {rides}.</translation>
    </message>
    <message>
        <source>Van {name} is in {year} nog niets afgerekend.</source>
        <translation>Nothing of {name} has been settled in {year} yet.</translation>
    </message>
    <message>
        <source>Jaaroverzicht {year}</source>
        <translation>Year {year}</translation>
    </message>
    <message>
        <source>{month} is nog niet afgerekend: er is niets te bewaren.</source>
        <translation>{month} hasn&apos;t been settled yet: there is nothing to save.</translation>
    </message>
    <message>
        <source>Lijst voor de verzekeraar</source>
        <translation>List for the insurer</translation>
    </message>
    <message>
        <source>Het &amp;polisjaar begint met</source>
        <translation>The &amp;policy year begins with</translation>
    </message>
    <message>
        <source>Twaalf maanden, te beginnen met deze: kilometers per chauffeur.</source>
        <translation>Twelve months, beginning with this one: kilometres per driver.</translation>
    </message>
    <message>
        <source>&amp;Tonen en afdrukken…</source>
        <translation>&amp;Show and print…</translation>
    </message>
    <message>
        <source>&amp;Opslaan als…</source>
        <translation>&amp;Save as…</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>{rides} ritten · {km} · {due} − {received} ontvangen = {balance}</source>
        <translation>{rides} rides · {km} · {due} − {received} received = {balance}</translation>
    </message>
    <message>
        <source>Toestand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Ontvangen</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Saldo</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>Zonder resultaat: {rides}</source>
        <translation>Without a result: {rides}</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Tarief</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>&amp;Afrekenen</source>
        <translation>&amp;Settle</translation>
    </message>
    <message>
        <source>Alle v&amp;olledige</source>
        <translation>All c&amp;omplete</translation>
    </message>
    <message>
        <source>&amp;Late bladen</source>
        <translation>&amp;Late sheets</translation>
    </message>
    <message>
        <source>&amp;Corrigeren…</source>
        <translation>&amp;Correct…</translation>
    </message>
    <message>
        <source>&amp;Getekend</source>
        <translation>Si&amp;gned</translation>
    </message>
    <message>
        <source>&amp;Betaald</source>
        <translation>&amp;Paid</translation>
    </message>
    <message>
        <source>Betaal&amp;bestand…</source>
        <translation>Payment &amp;file…</translation>
    </message>
    <message>
        <source>&amp;Tariefverschil</source>
        <translation>&amp;Rate difference</translation>
    </message>
    <message>
        <source>{month}: {name} afgerekend</source>
        <translation>{month}: {name} settled</translation>
    </message>
    <message>
        <source>{month}: alle volledige afgerekend</source>
        <translation>{month}: all complete ones settled</translation>
    </message>
    <message>
        <source>{drivers} chauffeurs afgerekend, {rides} ritten.</source>
        <translation>{drivers} drivers settled, {rides} rides.</translation>
    </message>
    <message>
        <source>{month}: late bladen van {name} afgerekend</source>
        <translation>{month}: late sheets of {name} settled</translation>
    </message>
    <message>
        <source>Rit {ride} gecorrigeerd</source>
        <translation>Ride {ride} corrected</translation>
    </message>
    <message>
        <source>Getekend door {name}</source>
        <translation>Signed by {name}</translation>
    </message>
    <message>
        <source>Saldo {amount} van {name} betaald</source>
        <translation>Balance {amount} of {name} paid</translation>
    </message>
    <message>
        <source>{lines} ritten van {drivers} chauffeurs verrekend: samen {amount}.</source>
        <translation>{lines} rides of {drivers} drivers settled anew: together {amount}.</translation>
    </message>
    <message>
        <source>Tariefverschil verrekend</source>
        <translation>Rate difference settled</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Van de rekeninghouder, zoals de bank hem kent.</source>
        <translation>Of the account holder, as the bank knows them.</translation>
    </message>
    <message>
        <source>&amp;IBAN</source>
        <translation>&amp;IBAN</translation>
    </message>
    <message>
        <source>&amp;BIC</source>
        <translation>&amp;BIC</translation>
    </message>
    <message>
        <source>Mag leeg blijven.</source>
        <translation>May stay empty.</translation>
    </message>
    <message>
        <source>Rekening van de dienst</source>
        <translation>Account of the desk</translation>
    </message>
    <message>
        <source>Rekening &amp;opslaan</source>
        <translation>&amp;Save account</translation>
    </message>
    <message>
        <source>Betaalbestanden</source>
        <translation>Payment files</translation>
    </message>
    <message>
        <source>&amp;Nieuw bestand maken</source>
        <translation>Make a &amp;new file</translation>
    </message>
    <message>
        <source>&amp;Rekening van de dienst…</source>
        <translation>&amp;Account of the desk…</translation>
    </message>
    <message>
        <source>Bestand &amp;opslaan…</source>
        <translation>&amp;Save file…</translation>
    </message>
    <message>
        <source>&amp;Betaald door de bank</source>
        <translation>&amp;Paid by the bank</translation>
    </message>
    <message>
        <source>&amp;Intrekken</source>
        <translation>&amp;Take back</translation>
    </message>
    <message>
        <source>Niemand heeft nu iets te goed per overschrijving.</source>
        <translation>Nobody has anything coming by transfer now.</translation>
    </message>
    <message>
        <source>Chauffeurs te betalen: {count}, samen {total}.</source>
        <translation>Drivers to pay: {count}, together {total}.</translation>
    </message>
    <message>
        <source>De rekening van de dienst is nog niet ingevuld.</source>
        <translation>The account of the desk hasn&apos;t been entered yet.</translation>
    </message>
    <message>
        <source>Van rekening {iban} ({name}).</source>
        <translation>From account {iban} ({name}).</translation>
    </message>
    <message>
        <source>Betaalbestand opslaan</source>
        <translation>Save payment file</translation>
    </message>
    <message>
        <source>Betaalbestand {name} betaald</source>
        <translation>Payment file {name} paid</translation>
    </message>
    <message>
        <source>Betaalbestand {name} ingetrokken</source>
        <translation>Payment file {name} taken back</translation>
    </message>
    <message>
        <source>Rekening van de dienst gewijzigd</source>
        <translation>Account of the desk changed</translation>
    </message>
    <message>
        <source>Bestand</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Uitvoering</source>
        <translation>Execution</translation>
    </message>
    <message>
        <source>Betalingen</source>
        <translation>Payments</translation>
    </message>
    <message>
        <source>Samen</source>
        <translation>Together</translation>
    </message>
    <message>
        <source>ingetrokken</source>
        <translation>taken back</translation>
    </message>
    <message>
        <source>betaald</source>
        <translation>paid</translation>
    </message>
    <message>
        <source>bij de bank</source>
        <translation>with the bank</translation>
    </message>
    <message>
        <source>Km-bedrag</source>
        <translation>Km amount</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>Parking</translation>
    </message>
    <message>
        <source>Wachten</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>{rides} ritten</source>
        <translation>{rides} rides</translation>
    </message>
    <message>
        <source>Jaaroverzicht van de afrekeningen {year} · {code}</source>
        <translation>Year of settlements {year} · {code}</translation>
    </message>
    <message>
        <source>Per km-tarief</source>
        <translation>Per km rate</translation>
    </message>
    <message>
        <source>Betaald op</source>
        <translation>Paid on</translation>
    </message>
    <message>
        <source>Nominatieve lijst {year}</source>
        <translation>Nominative list {year}</translation>
    </message>
    <message>
        <source>Forfaitaire vrijwilligersvergoedingen (wet van 3 juli 2005)</source>
        <translation>Flat allowances of volunteers (law of 3 July 2005)</translation>
    </message>
    <message>
        <source>&amp;Stelsel</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>Andere verplaatsingen die dit jaar betaald worden; ritten voor de MMC tellen niet.</source>
        <translation>Other transport paid this year; rides for the MMC don’t count.</translation>
    </message>
    <message>
        <source>Andere &amp;kilometers</source>
        <translation>Other &amp;kilometres</translation>
    </message>
    <message>
        <source>{name}, {year}</source>
        <translation>{name}, {year}</translation>
    </message>
    <message>
        <source>Stelsel &amp;opslaan</source>
        <translation>&amp;Save system</translation>
    </message>
    <message>
        <source>Stelsel gekozen</source>
        <translation>System chosen</translation>
    </message>
    <message>
        <source>&amp;Dag</source>
        <translation>&amp;Day</translation>
    </message>
    <message>
        <source>&amp;Bedrag</source>
        <translation>&amp;Amount</translation>
    </message>
    <message>
        <source>Forfait voor {name}</source>
        <translation>Flat allowance for {name}</translation>
    </message>
    <message>
        <source>Dag &amp;toevoegen</source>
        <translation>&amp;Add day</translation>
    </message>
    <message>
        <source>Dag forfait toegevoegd</source>
        <translation>Day of flat allowance added</translation>
    </message>
    <message>
        <source>Vul de dag in.</source>
        <translation>Fill in the day.</translation>
    </message>
    <message>
        <source>Vrijwilligers</source>
        <translation>Volunteers</translation>
    </message>
    <message>
        <source>Dagen van deze vrijwilliger</source>
        <translation>Days of this volunteer</translation>
    </message>
    <message>
        <source>Uit het dienstrooster, voor wie het forfait krijgt (Ctrl+G)</source>
        <translation>From the duty roster, for who gets the flat allowance (Ctrl+G)</translation>
    </message>
    <message>
        <source>Dagen &amp;voorstellen</source>
        <translation>&amp;Propose days</translation>
    </message>
    <message>
        <source>Dag &amp;toevoegen…</source>
        <translation>&amp;Add day…</translation>
    </message>
    <message>
        <source>&amp;Stelsel…</source>
        <translation>&amp;System…</translation>
    </message>
    <message>
        <source>Van {year} is het forfait nog niet gekend.</source>
        <translation>The flat allowance of {year} isn’t known yet.</translation>
    </message>
    <message>
        <source>Hoogstens {day} per dag, {most} per jaar</source>
        <translation>At most {day} a day, {most} a year</translation>
    </message>
    <message>
        <source>In {year} hielp niemand.</source>
        <translation>Nobody helped in {year}.</translation>
    </message>
    <message>
        <source>Dagen forfait toegevoegd</source>
        <translation>Days of flat allowance added</translation>
    </message>
    <message>
        <source>{days} dagen forfait toegevoegd voor {people} vrijwilligers</source>
        <translation>{days} days of flat allowance added for {people} volunteers</translation>
    </message>
    <message>
        <source>Forfait van {day} verwijderd</source>
        <translation>Flat allowance of {day} removed</translation>
    </message>
    <message>
        <source>forfait</source>
        <translation>flat allowance</translation>
    </message>
    <message>
        <source>reële kosten</source>
        <translation>real costs</translation>
    </message>
    <message>
        <source>{days} dagen, {amount}</source>
        <translation>{days} days, {amount}</translation>
    </message>
    <message>
        <source>nog {amount} mogelijk dit jaar</source>
        <translation>{amount} left this year</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rol</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>chauffeur</source>
        <translation>driver</translation>
    </message>
    <message>
        <source>vrijwilliger</source>
        <translation>volunteer</translation>
    </message>
    <message>
        <source>Stelsel</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Nog toe te voegen</source>
        <translation>Still to be added</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>In {year} kreeg nog niemand een forfaitaire vergoeding.</source>
        <translation>Nobody received a flat allowance in {year} so far.</translation>
    </message>
    <message>
        <source>Hoogstens {day} per dag en {year_most} per jaar in {year}.</source>
        <translation>At most {day} a day and {year_most} a year in {year}.</translation>
    </message>
    <message>
        <source>{days} dagen</source>
        <translation>{days} days</translation>
    </message>
    <message>
        <source>rit</source>
        <translation>ride</translation>
    </message>
    <message>
        <source>loze rit</source>
        <translation>wasted ride</translation>
    </message>
    <message>
        <source>geannuleerd onderweg</source>
        <translation>cancelled on the way</translation>
    </message>
    <message>
        <source>teruggenomen</source>
        <translation>taken back</translation>
    </message>
    <message>
        <source>gecorrigeerd</source>
        <translation>corrected</translation>
    </message>
    <message>
        <source>resultaat ontbreekt</source>
        <translation>result missing</translation>
    </message>
    <message>
        <source>klaar</source>
        <translation>ready to settle</translation>
    </message>
    <message>
        <source>afgerekend</source>
        <translation>settled</translation>
    </message>
    <message>
        <source>getekend</source>
        <translation>signed</translation>
    </message>
    <message>
        <source>in betaalbestand</source>
        <translation>in payment file</translation>
    </message>
    <message>
        <source>contant</source>
        <translation>in cash</translation>
    </message>
    <message>
        <source>per overschrijving</source>
        <translation>by transfer</translation>
    </message>
    <message>
        <source>ziet af van vergoeding</source>
        <translation>waives payment</translation>
    </message>
    <message>
        <source>Afrekening {month} {year}</source>
        <translation>Settlement {month} {year}</translation>
    </message>
    <message>
        <source>ontwerp, nog niet afgerekend</source>
        <translation>draft, not settled yet</translation>
    </message>
    <message>
        <source>afgerekend op {day}</source>
        <translation>settled on {day}</translation>
    </message>
    <message>
        <source>aanvulling {part} van {day}</source>
        <translation>addition {part} of {day}</translation>
    </message>
    <message>
        <source>1 resultaat ontbreekt</source>
        <translation>1 result missing</translation>
    </message>
    <message>
        <source>{count} resultaten ontbreken</source>
        <translation>{count} results missing</translation>
    </message>
    <message>
        <source>{state}, {count} laat</source>
        <translation>{state}, {count} late</translation>
    </message>
    <message>
        <source>Saldo € 0,00: er is niets meer te verrekenen.</source>
        <translation>Balance € 0,00: there is nothing left to settle.</translation>
    </message>
    <message>
        <source>Saldo {amount}: de chauffeur geeft dit af aan de dienst.</source>
        <translation>Balance {amount}: the driver hands this over to the desk.</translation>
    </message>
    <message>
        <source>Saldo {amount}: de dienst betaalt dit per overschrijving op {iban}.</source>
        <translation>Balance {amount}: the desk pays this by transfer to {iban}.</translation>
    </message>
    <message>
        <source>Saldo {amount}: de dienst betaalt dit contant aan de chauffeur.</source>
        <translation>Balance {amount}: the desk pays this to the driver in cash.</translation>
    </message>
    <message>
        <source>uitgevoerde ritten, één per trip van thuis tot thuis. Loze ritten en ritten die onderweg geannuleerd werden tellen niet als rit; hun km worden wel betaald.</source>
        <translation>rides driven, one per trip from home to home. Wasted rides and rides cancelled on the way don&apos;t count as a ride; their km are paid all the same.</translation>
    </message>
    <message>
        <source>wat de chauffeur krijgt: km × het tarief van de dag van de rit, per rit afgerond op de cent, plus parking en wat het tarief voor wachten geeft.</source>
        <translation>what the driver gets: km × the rate of the ride&apos;s day, rounded to the cent per ride, plus parking and what the tariff gives for waiting.</translation>
    </message>
    <message>
        <source>wat de chauffeur contant kreeg van de leden, de administratiekost voor de dienst inbegrepen.</source>
        <translation>what the driver got from the members in cash, the administration fee for the desk included.</translation>
    </message>
    <message>
        <source>bedrag min ontvangen: positief betaalt de dienst, negatief geeft de chauffeur af.</source>
        <translation>amount minus received: the desk pays a positive one, the driver hands over a negative one.</translation>
    </message>
    <message>
        <source>Ontwerp: deze ritten zijn nog niet afgerekend.</source>
        <translation>Draft: these rides haven&apos;t been settled yet.</translation>
    </message>
    <message>
        <source>Deze chauffeur ziet af van vergoeding: het bedrag is 0, de kilometers tellen mee.</source>
        <translation>This driver waives payment: the amount is 0, the kilometres count.</translation>
    </message>
    <message>
        <source>Let op: voor een van deze dagen is nog geen officieel km-tarief gekend; het laatste gekende is gebruikt. Een later tarief wordt met een aanvulling verrekend.</source>
        <translation>Beware: for one of these days no official km rate is known yet; the last one known was used. A later rate is settled with an addition.</translation>
    </message>
    <message>
        <source>Afrekening {month}/{year}, deel {part} van chauffeur {driver}: de som klopt niet.</source>
        <translation>Settlement {month}/{year}, part {part} of driver {driver}: the sum is wrong.</translation>
    </message>
    <message>
        <source>Regel {entry} van een afrekening: het bedrag is niet de som van zijn delen.</source>
        <translation>Line {entry} of a settlement: the amount isn&apos;t the sum of its parts.</translation>
    </message>
    <message>
        <source>Rit {ride} staat meer dan één keer in een afrekening.</source>
        <translation>Ride {ride} is in a settlement more than once.</translation>
    </message>
    <message>
        <source>Rit {ride} is afgerekend, maar staat in geen afrekening.</source>
        <translation>Ride {ride} is settled, but is in no settlement.</translation>
    </message>
    <message>
        <source>Rit {ride} zegt iets anders dan de afrekening waarin ze staat.</source>
        <translation>Ride {ride} says something else than the settlement it is in.</translation>
    </message>
    <message>
        <source>Terugname {entry} neemt haar regel niet juist terug.</source>
        <translation>Reversal {entry} doesn&apos;t take its line back exactly.</translation>
    </message>
    <message>
        <source>{name} kreeg in {year} meer forfait dan mag, of naast reële kosten.</source>
        <translation>{name} got more flat allowance in {year} than is allowed, or beside real costs.</translation>
    </message>
    <message>
        <source>Vul minstens één dag in.</source>
        <translation>Enter at least one day.</translation>
    </message>
    <message>
        <source>Vul het bedrag per dag in.</source>
        <translation>Enter the amount per day.</translation>
    </message>
    <message>
        <source>{amount} per dag is te veel: in {year} mag hoogstens {most} per dag.</source>
        <translation>{amount} a day is too much: in {year} at most {most} a day is allowed.</translation>
    </message>
    <message>
        <source>Samen wordt dat {total}: in {year} mag hoogstens {most}. Kies minder dagen.</source>
        <translation>Together that is {total}: in {year} at most {most} is allowed. Choose fewer days.</translation>
    </message>
    <message>
        <source>{day} moet nog komen: het forfait is voor een dag waarop geholpen werd.</source>
        <translation>{day} is still to come: the flat allowance is for a day of work that was done.</translation>
    </message>
    <message>
        <source>Naast het forfait zijn hoogstens {most} andere verplaatsingen per jaar toegelaten: dit zijn er {km}.</source>
        <translation>Beside the flat allowance at most {most} of other transport a year is allowed: this is {km}.</translation>
    </message>
    <message>
        <source>“{iban}” is geen rekeningnummer (IBAN). Kijk het na op het rekeninguittreksel.</source>
        <translation>“{iban}” is no account number (IBAN). Check it on the bank statement.</translation>
    </message>
    <message>
        <source>“{bic}” is geen BIC. Laat hem leeg als u hem niet kent.</source>
        <translation>“{bic}” is no BIC. Leave it empty if you don&apos;t know it.</translation>
    </message>
    <message>
        <source>Vul de naam van de rekeninghouder in (Rekening van de dienst).</source>
        <translation>Enter the name of the account holder (Account of the desk).</translation>
    </message>
    <message>
        <source>Vul het rekeningnummer in waarvan betaald wordt (Rekening van de dienst).</source>
        <translation>Enter the account number that is paid from (Account of the desk).</translation>
    </message>
    <message>
        <source>{month} {year} is nog niet voorbij. Reken deze maand af vanaf {day}.</source>
        <translation>{month} {year} isn&apos;t over yet. Settle this month from {day} on.</translation>
    </message>
    <message>
        <source>Vul in waarom dit gecorrigeerd wordt; het komt op papier.</source>
        <translation>Enter why this is corrected; it is printed.</translation>
    </message>
    <message>
        <source>uitbetaald geld: onder een nummer, tot de termijn van de boekhouding voorbij is</source>
        <translation>money paid out: under a number, until the accounting term is over</translation>
    </message>
    <message>
        <source>de nominatieve lijst van de wet van 3 juli 2005, onder een nummer</source>
        <translation>the nominative list of the law of 3 July 2005, under a number</translation>
    </message>
    <message>
        <source>Vergoeding per jaar</source>
        <translation>Allowance per year</translation>
    </message>
    <message>
        <source>Dagen met een forfait</source>
        <translation>Days with a flat allowance</translation>
    </message>
    <message>
        <source>Afrekeningen</source>
        <translation>Settlements</translation>
    </message>
    <message>
        <source>Lijnen van afrekeningen</source>
        <translation>Settlement lines</translation>
    </message>
    <message>
        <source>zoals de bank ze kreeg, tot de termijn van de boekhouding voorbij is</source>
        <translation>as the bank got them, until the accounting term is over</translation>
    </message>
</context>
<context>
    <name>months</name>
    <message>
        <source>Opslaan als…</source>
        <translation>Save as…</translation>
    </message>
    <message>
        <source>Opslaan als</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
</context>
<context>
    <name>noting</name>
    <message>
        <source>Afgedrukt: {name}</source>
        <translation>Printed: {name}</translation>
    </message>
    <message>
        <source>Bewaard als bestand: {name}</source>
        <translation>Saved as a file: {name}</translation>
    </message>
    <message>
        <source>Getoond door de opdracht {name}</source>
        <translation>Shown by the command {name}</translation>
    </message>
    <message>
        <source>Fiche bekeken</source>
        <translation>Card looked at</translation>
    </message>
</context>
<context>
    <name>occupant</name>
    <message>
        <source>in het venster</source>
        <translation>in the window</translation>
    </message>
    <message>
        <source>met een opdracht</source>
        <translation>by a command</translation>
    </message>
    <message>
        <source>{who} op {desk}, sinds {since}, {where}</source>
        <translation>{who} at {desk}, since {since}, {where}</translation>
    </message>
    <message>
        <source>een ander venster van MMC Desk</source>
        <translation>another window of MMC Desk</translation>
    </message>
</context>
<context>
    <name>open_data</name>
    <message>
        <source>Dorpsrestaurant.</source>
        <translation>Village restaurant.</translation>
    </message>
    <message>
        <source>naam van het dorpsrestaurant</source>
        <translation>name of the village restaurant</translation>
    </message>
    <message>
        <source>Maaltijden</source>
        <translation>Meals</translation>
    </message>
    <message>
        <source>Deelnemers aan tafel in de dorpsrestaurants; meegenomen maaltijden tellen niet mee.</source>
        <translation>Participants at the table in the village restaurants; take-away meals don&apos;t count.</translation>
    </message>
    <message>
        <source>Deelgemeente.</source>
        <translation>Village.</translation>
    </message>
    <message>
        <source>naam van het dorp; overige: buiten de gemeente of niet gekend</source>
        <translation>name of the village; overige: outside the town or not known</translation>
    </message>
    <message>
        <source>Leeftijd op 31 december van het jaar.</source>
        <translation>Age on 31 December of the year.</translation>
    </message>
    <message>
        <source>groep van tien jaar; onbekend: zonder geboortedatum</source>
        <translation>group of ten years; onbekend: without a birth date</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Leden van de Minder Mobielen Centrale met een lidmaatschap voor het jaar, betaald of niet.</source>
        <translation>Members of the Minder Mobielen Centrale with a membership for the year, paid or not.</translation>
    </message>
    <message>
        <source>Maand van het jaar.</source>
        <translation>Month of the year.</translation>
    </message>
    <message>
        <source>01 tot 12</source>
        <translation>01 to 12</translation>
    </message>
    <message>
        <source>Waarvoor de rit diende, in grote groepen.</source>
        <translation>What the ride was for, in broad groups.</translation>
    </message>
    <message>
        <source>ziekenhuis, dokter, boodschappen …</source>
        <translation>hospital, doctor, shopping …</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Uitgevoerde ritten van de Minder Mobielen Centrale: één trip van één chauffeur, van thuis tot thuis. Het dorp is dat van vertrek.</source>
        <translation>Rides driven by the Minder Mobielen Centrale: one trip of one driver, from home to home. The village is that of departure.</translation>
    </message>
    <message>
        <source>Geen chauffeur gevonden</source>
        <translation>No driver found</translation>
    </message>
    <message>
        <source>Aanvragen waarvoor geen chauffeur gevonden werd.</source>
        <translation>Requests no driver was found for.</translation>
    </message>
    <message>
        <source>Aanwezigen LDC on Wheels</source>
        <translation>Attendance LDC on Wheels</translation>
    </message>
    <message>
        <source>Aanwezigen op de activiteiten van LDC on Wheels die doorgingen.</source>
        <translation>Attendance of the LDC on Wheels activities that were held.</translation>
    </message>
    <message>
        <source>Te weinig om te publiceren: {names}.</source>
        <translation>Too little to publish: {names}.</translation>
    </message>
    <message>
        <source>tekst</source>
        <translation>text</translation>
    </message>
    <message>
        <source>geheel getal</source>
        <translation>whole number</translation>
    </message>
    <message>
        <source>Kalenderjaar.</source>
        <translation>Calendar year.</translation>
    </message>
    <message>
        <source>vier cijfers</source>
        <translation>four digits</translation>
    </message>
    <message>
        <source>Of het aantal verzwegen is omdat er iemand uit af te leiden valt.</source>
        <translation>Whether the count is left out since somebody could be told from it.</translation>
    </message>
    <message>
        <source>ja of nee</source>
        <translation>ja (yes) or nee (no)</translation>
    </message>
    <message>
        <source>0, of {least} en meer; leeg: onderdrukt</source>
        <translation>0, or {least} and more; empty: suppressed</translation>
    </message>
    <message>
        <source>Wat geteld is.</source>
        <translation>What was counted.</translation>
    </message>
    <message>
        <source>Aantal in heel het jaar.</source>
        <translation>Count over the whole year.</translation>
    </message>
    <message>
        <source>Open data {year} · {desk}</source>
        <translation>Open data {year} · {desk}</translation>
    </message>
    <message>
        <source>Aantallen zonder personen. Een aantal onder {least}, of met minder dan {least} personen erachter, is onderdrukt: het vak is leeg en de kolom “onderdrukt” zegt ja. Waar een ander aantal het zou verraden, is ook dat onderdrukt. Geen enkel onderdrukt aantal is te berekenen uit wat er wel staat, ook niet over de bestanden heen, en waar iets onderdrukt is, koos het toeval er nog enkele bij. Een nul is een echte nul.</source>
        <translation>Counts without persons. A count under {least}, or with fewer than {least} persons behind it, is suppressed: the cell is empty and the column “onderdrukt” says ja. Where another count would tell it, that one is suppressed too. No suppressed count can be computed from what is there, not over the files either, and where anything is suppressed, chance chose a few more. A nought is a real nought.</translation>
    </message>
    <message>
        <source>Een onderwerp met minder dan {least} in heel het jaar, of met minder dan {least} personen, staat er niet bij.</source>
        <translation>A subject with fewer than {least} over the whole year, or with fewer than {least} persons, isn&apos;t in it.</translation>
    </message>
    <message>
        <source>Over chauffeurs en andere vrijwilligers staat er niets in. Een tabel bevat geen rij met totalen: die staan in totalen-{year}.csv en in de tabellen met één kolom minder.</source>
        <translation>It holds nothing about drivers and other volunteers. No table has a row of totals: they are in totalen-{year}.csv and in the tables with one column less.</translation>
    </message>
    <message>
        <source>CSV: puntkomma, UTF-8 met BOM. De kolommen staan beschreven in {name}.</source>
        <translation>CSV: semicolon, UTF-8 with BOM. The columns are described in {name}.</translation>
    </message>
</context>
<context>
    <name>opening</name>
    <message>
        <source>Wachten op de server…</source>
        <translation>Waiting for the server…</translation>
    </message>
    <message>
        <source>Blad met de herstelsleutel opslaan</source>
        <translation>Save the sheet with the recovery key</translation>
    </message>
    <message>
        <source>herstelsleutel.pdf</source>
        <translation>recovery-key.pdf</translation>
    </message>
    <message>
        <source>Druk {path} nu af, bewaar het blad achter slot en verwijder het bestand.

{kept}</source>
        <translation>Print {path} now, lock the sheet away and delete the file.

{kept}</translation>
    </message>
    <message>
        <source>De oefendata worden gemaakt…</source>
        <translation>The practice data are being made…</translation>
    </message>
    <message>
        <source>Opnieuw proberen</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Andere databank kiezen…</source>
        <translation>Choose another database…</translation>
    </message>
    <message>
        <source>Reservekopie terugzetten…</source>
        <translation>Put a backup back…</translation>
    </message>
    <message>
        <source>Deze back-up terugzetten</source>
        <translation>Restore this backup</translation>
    </message>
    <message>
        <source>De back-ups worden nagekeken…</source>
        <translation>The backups are being checked…</translation>
    </message>
    <message>
        <source>De nieuwste back-up die klopt is van {made} ({counts}). Zet u die terug, dan blijft bewaard wat er nu staat.</source>
        <translation>The newest backup that is sound is from {made} ({counts}). If you restore it, what is there now is kept.</translation>
    </message>
    <message>
        <source>Databank kiezen</source>
        <translation>Choose database</translation>
    </message>
    <message>
        <source>Reservekopie kiezen in {folder}</source>
        <translation>Choose a backup in {folder}</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Dorpsrestaurants</source>
        <translation>Village restaurants</translation>
    </message>
    <message>
        <source>Middagen</source>
        <translation>Noons</translation>
    </message>
    <message>
        <source>Middag</source>
        <translation>Noon</translation>
    </message>
    <message>
        <source>Deelnemers</source>
        <translation>Participants</translation>
    </message>
    <message>
        <source>Locaties</source>
        <translation>Locations</translation>
    </message>
    <message>
        <source>Cijfers</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>Dienstrooster</source>
        <translation>Duty roster</translation>
    </message>
    <message>
        <source>Kilometerstaat</source>
        <translation>Kilometre report</translation>
    </message>
    <message>
        <source>Afrekening</source>
        <translation>Settlement</translation>
    </message>
    <message>
        <source>Facturen</source>
        <translation>Invoices</translation>
    </message>
    <message>
        <source>Forfaits</source>
        <translation>Flat allowances</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Lidgelden</source>
        <translation>Membership fees</translation>
    </message>
    <message>
        <source>Bankbetalingen</source>
        <translation>Bank payments</translation>
    </message>
    <message>
        <source>Chauffeurs</source>
        <translation>Drivers</translation>
    </message>
    <message>
        <source>Uitgaande mail</source>
        <translation>Outgoing mail</translation>
    </message>
    <message>
        <source>Vandaag</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Dagbord</source>
        <translation>Day board</translation>
    </message>
    <message>
        <source>Rittenlijst</source>
        <translation>Ride list</translation>
    </message>
    <message>
        <source>Vaste ritten</source>
        <translation>Standing rides</translation>
    </message>
    <message>
        <source>Rittenbladen</source>
        <translation>Ride sheets</translation>
    </message>
    <message>
        <source>Rooster per chauffeur</source>
        <translation>Roster per driver</translation>
    </message>
    <message>
        <source>Werving</source>
        <translation>Recruitment</translation>
    </message>
    <message>
        <source>Tarieven</source>
        <translation>Tariffs</translation>
    </message>
    <message>
        <source>Jaarcijfers</source>
        <translation>Yearly figures</translation>
    </message>
    <message>
        <source>Bedanken</source>
        <translation>Thanking</translation>
    </message>
    <message>
        <source>Opvallend</source>
        <translation>Stands out</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>Open data</translation>
    </message>
    <message>
        <source>Doelen</source>
        <translation>Goals</translation>
    </message>
    <message>
        <source>Evaluatie</source>
        <translation>Evaluation</translation>
    </message>
    <message>
        <source>Publicaties</source>
        <translation>Publications</translation>
    </message>
    <message>
        <source>Vroegere jaren</source>
        <translation>Earlier years</translation>
    </message>
    <message>
        <source>LDC on Wheels</source>
        <translation>LDC on Wheels</translation>
    </message>
    <message>
        <source>Maandplan</source>
        <translation>Month plan</translation>
    </message>
    <message>
        <source>Activiteiten</source>
        <translation>Sessions</translation>
    </message>
    <message>
        <source>Partners</source>
        <translation>Partners</translation>
    </message>
    <message>
        <source>Thema’s</source>
        <translation>Themes</translation>
    </message>
    <message>
        <source>Vrijwilligers</source>
        <translation>Volunteers</translation>
    </message>
    <message>
        <source>Beheer</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>Wie zag of wijzigde</source>
        <translation>Who saw or changed</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacy</translation>
    </message>
    <message>
        <source>Bewaartermijnen</source>
        <translation>Retention</translation>
    </message>
    <message>
        <source>Back-ups</source>
        <translation>Backups</translation>
    </message>
</context>
<context>
    <name>patterns</name>
    <message>
        <source>Kwam {times} keer eten in het halfjaar tot {day}, en sindsdien niet meer.</source>
        <translation>Came to eat {times} times in the half year until {day}, and not since.</translation>
    </message>
    <message>
        <source>Komt niet meer eten</source>
        <translation>No longer comes to eat</translation>
    </message>
    <message>
        <source>{rides} ritten in het halfjaar tot {day}, en sindsdien geen enkele meer.</source>
        <translation>{rides} rides in the half year until {day}, and none since.</translation>
    </message>
    <message>
        <source>Rijdt niet meer mee</source>
        <translation>Stopped riding</translation>
    </message>
    <message>
        <source>{cancelled} van de {rides} ritten van de laatste dertien weken afgezegd.</source>
        <translation>Cancelled {cancelled} of the {rides} rides of the last thirteen weeks.</translation>
    </message>
    <message>
        <source>Zegt vaak af</source>
        <translation>Cancels often</translation>
    </message>
    <message>
        <source>{percent} % van alle kilometers van de laatste dertien weken: {km} van {total}.</source>
        <translation>{percent} % of all kilometres of the last thirteen weeks: {km} of {total}.</translation>
    </message>
    <message>
        <source>Rijdt erg veel</source>
        <translation>Drives very much</translation>
    </message>
    <message>
        <source>Chauffeur zonder ritten</source>
        <translation>Driver without rides</translation>
    </message>
    <message>
        <source>Nog geen enkele rit, en actief sinds {day}.</source>
        <translation>No ride yet, and active since {day}.</translation>
    </message>
    <message>
        <source>Laatste rit op {day}: {weeks} weken geleden.</source>
        <translation>Last ride on {day}: {weeks} weeks ago.</translation>
    </message>
</context>
<context>
    <name>people</name>
    <message>
        <source>vanaf {time:%H:%M}</source>
        <translation>from {time:%H:%M}</translation>
    </message>
    <message>
        <source>tot {time:%H:%M}</source>
        <translation>until {time:%H:%M}</translation>
    </message>
    <message>
        <source>het jaar, bijvoorbeeld 2027</source>
        <translation>the year, for instance 2027</translation>
    </message>
    <message>
        <source>maak eerst de lidmaatschappen die nog ontbreken</source>
        <translation>first make the memberships that are missing</translation>
    </message>
    <message>
        <source>brieven voor wie er nog geen kreeg, naar dit PDF-bestand</source>
        <translation>letters for who didn&apos;t get one yet, into this PDF file</translation>
    </message>
    <message>
        <source>herinneringen voor wie te laat is, naar dit PDF-bestand</source>
        <translation>reminders for who is late, into this PDF file</translation>
    </message>
    <message>
        <source>etiketten, naar dit PDF-bestand</source>
        <translation>labels, into this PDF file</translation>
    </message>
    <message>
        <source>Leden en vrijwilligers</source>
        <translation>Members and volunteers</translation>
    </message>
    <message>
        <source>de lidgelden van een jaar: hernieuwen, brieven, herinneringen, etiketten</source>
        <translation>the fees of a year: renewal, letters, reminders, labels</translation>
    </message>
    <message>
        <source>Partners noemen elkaar</source>
        <translation>Partners name each other</translation>
    </message>
    <message>
        <source>Elk lid heeft één adres op elke dag</source>
        <translation>Every member has one address on every day</translation>
    </message>
    <message>
        <source>Wie stopte heeft een reden</source>
        <translation>Who stopped has a reason</translation>
    </message>
    <message>
        <source>Lidgelden zijn niet negatief</source>
        <translation>Fees are not negative</translation>
    </message>
    <message>
        <source>Gestructureerde mededelingen kloppen</source>
        <translation>Structured communications are right</translation>
    </message>
    <message>
        <source>Wat betaald werd, staat als betaald</source>
        <translation>What was paid counts as paid</translation>
    </message>
    <message>
        <source>Chauffeurs beginnen voor ze stoppen</source>
        <translation>Drivers start before they stop</translation>
    </message>
    <message>
        <source>Weekpatronen overlappen niet</source>
        <translation>Week patterns don’t overlap</translation>
    </message>
    <message>
        <source>{seats} plaatsen kan niet (1 tot 9)</source>
        <translation>{seats} seats can’t be (1 to 9)</translation>
    </message>
    <message>
        <source>{end} ligt voor {start}</source>
        <translation>{end} comes before {start}</translation>
    </message>
    <message>
        <source>Chauffeurs</source>
        <translation>Drivers</translation>
    </message>
    <message>
        <source>hier hoort ja, neen of uitzondering: een inkomensbedrag wordt nooit bewaard</source>
        <translation>here belongs yes, no or exception: an amount of income is never saved</translation>
    </message>
    <message>
        <source>lid {number}</source>
        <translation>member {number}</translation>
    </message>
    <message>
        <source>{member} bestaat al als {name}</source>
        <translation>{member} exists already as {name}</translation>
    </message>
    <message>
        <source>partner “{text}” is geen gekend lid; lid genomen zonder partner</source>
        <translation>partner “{text}” is no known member; member taken without partner</translation>
    </message>
    <message>
        <source>Ledenlijst</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>lid {number} is niet bekend</source>
        <translation>member {number} is not known</translation>
    </message>
    <message>
        <source>lid {number} in {year}</source>
        <translation>member {number} in {year}</translation>
    </message>
    <message>
        <source>betaald zonder datum: 1 januari genoteerd</source>
        <translation>paid without a date: noted as 1 January</translation>
    </message>
    <message>
        <source>Lidgelden</source>
        <translation>Fees</translation>
    </message>
    <message>
        <source>Vrijwilligers</source>
        <translation>Volunteers</translation>
    </message>
    <message>
        <source>Vul in wie de contactpersoon is, bijvoorbeeld: dochter Rosa.</source>
        <translation>Fill in who the contact person is, for instance: dochter Rosa.</translation>
    </message>
    <message>
        <source>Deze persoon is al chauffeur, met code {code}. Open die chauffeur.</source>
        <translation>This person is a driver already, with code {code}. Open that driver.</translation>
    </message>
    <message>
        <source>Deze chauffeur stopte op {day}; beginnen kan niet later zijn.</source>
        <translation>This driver stopped on {day}; the start can’t be later.</translation>
    </message>
    <message>
        <source>Een auto heeft 1 tot 9 plaatsen voor passagiers.</source>
        <translation>A car has 1 to 9 seats for passengers.</translation>
    </message>
    <message>
        <source>Vul minstens 1 rit per week in, of laat leeg: geen grens.</source>
        <translation>Fill in at least 1 ride a week, or leave empty: no limit.</translation>
    </message>
    <message>
        <source>Vul een afstand in, of laat leeg: geen grens.</source>
        <translation>Fill in a distance, or leave empty: no limit.</translation>
    </message>
    <message>
        <source>Code {code} is al van een andere chauffeur. Laat leeg voor de volgende.</source>
        <translation>Code {code} belongs to another driver. Leave empty for the next one.</translation>
    </message>
    <message>
        <source>Chauffeur sinds {day}: het einde kan niet vroeger zijn.</source>
        <translation>Driver since {day}: the end can’t be earlier.</translation>
    </message>
    <message>
        <source>Deze chauffeur is niet gestopt.</source>
        <translation>This driver has not stopped.</translation>
    </message>
    <message>
        <source>Deze chauffeur is overleden.</source>
        <translation>This driver is deceased.</translation>
    </message>
    <message>
        <source>Deze persoon is al lid, met nummer {no}. Open dat lid.</source>
        <translation>This person is a member already, with number {no}. Open that member.</translation>
    </message>
    <message>
        <source>Dit lid stopte op {day}; lid worden kan niet later zijn.</source>
        <translation>This member stopped on {day}; joining can’t be later.</translation>
    </message>
    <message>
        <source>Een lidnummer begint bij 1.</source>
        <translation>A member number starts at 1.</translation>
    </message>
    <message>
        <source>Lidnummer {no} is al van {name}. Laat leeg voor het volgende nummer.</source>
        <translation>Member number {no} belongs to {name}. Leave empty for the next number.</translation>
    </message>
    <message>
        <source>{name} heeft al een andere partner. Maak die eerst los.</source>
        <translation>{name} has another partner already. Part those first.</translation>
    </message>
    <message>
        <source>Een lid kan niet de eigen partner zijn. Kies iemand anders.</source>
        <translation>A member can’t be their own partner. Choose somebody else.</translation>
    </message>
    <message>
        <source>Dit lidmaatschap is al beëindigd op {day}.</source>
        <translation>This membership ended on {day} already.</translation>
    </message>
    <message>
        <source>Lid sinds {day}: het einde kan niet vroeger zijn.</source>
        <translation>Member since {day}: the end can’t be earlier.</translation>
    </message>
    <message>
        <source>Een overlijden ligt niet in de toekomst. Kijk de datum na.</source>
        <translation>A death isn’t in the future. Check the date.</translation>
    </message>
    <message>
        <source>Dit lidmaatschap loopt nog.</source>
        <translation>This membership still runs.</translation>
    </message>
    <message>
        <source>Een BIC telt 8 of 11 tekens, zoals GKCCBEBB. Leeg laten mag.</source>
        <translation>A BIC has 8 or 11 characters, such as GKCCBEBB. It may stay empty.</translation>
    </message>
    <message>
        <source>De begunstigde telt hoogstens {most} tekens.</source>
        <translation>The beneficiary has at most {most} characters.</translation>
    </message>
    <message>
        <source>Een blad heeft 1 tot {most} etiketten naast en onder elkaar.</source>
        <translation>A sheet has 1 to {most} labels side by side and under each other.</translation>
    </message>
    <message>
        <source>Kies 1 tot 365 dagen.</source>
        <translation>Choose 1 to 365 days.</translation>
    </message>
    <message>
        <source>Kies 1 tot 60 maanden.</source>
        <translation>Choose 1 to 60 months.</translation>
    </message>
    <message>
        <source>Een lidgeld is niet negatief.</source>
        <translation>A fee isn’t negative.</translation>
    </message>
    <message>
        <source>{year} kan niet: neem een jaar tot en met {last}.</source>
        <translation>{year} can’t be: take a year up to {last}.</translation>
    </message>
    <message>
        <source>Hernieuwen kan voor {year} en {next}. Kies een van die jaren.</source>
        <translation>Memberships can be renewed for {year} and {next}. Choose one of those years.</translation>
    </message>
    <message>
        <source>{name} is geen lid meer: er gaat geen brief. Lees de lijst opnieuw.</source>
        <translation>{name} is no longer a member: no letter goes out. Read the list again.</translation>
    </message>
    <message>
        <source>Hier is niets te betalen: het lidgeld is 0.</source>
        <translation>There is nothing to pay here: the fee is 0.</translation>
    </message>
    <message>
        <source>Een betaling ligt niet in de toekomst. Kijk de datum na.</source>
        <translation>A payment isn’t in the future. Check the date.</translation>
    </message>
    <message>
        <source>Dit is met de bank betaald. Maak eerst die betaling los.</source>
        <translation>This was paid through the bank. Take that payment off first.</translation>
    </message>
    <message>
        <source>Dit lid stopte op {day} en heeft geen lidmaatschap in {year}.</source>
        <translation>This member stopped on {day} and has no membership in {year}.</translation>
    </message>
    <message>
        <source>Dit lidgeld is met de bank betaald. Maak eerst die betaling los, bij Lidgelden.</source>
        <translation>This fee was paid through the bank. Take that payment off first, under Membership fees.</translation>
    </message>
    <message>
        <source>Een controle ligt niet in de toekomst. Kijk de datum na.</source>
        <translation>A check isn’t in the future. Check the date.</translation>
    </message>
    <message>
        <source>De volgende controle komt na deze van {day}.</source>
        <translation>The next check comes after this one of {day}.</translation>
    </message>
    <message>
        <source>Dit bestaat niet meer. Herlaad de lijst.</source>
        <translation>This doesn’t exist any more. Reload the list.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde dit intussen. Sluit het venster en bekijk eerst de nieuwe gegevens.</source>
        <translation>Somebody else changed this meanwhile. Close the window and look at the new data first.</translation>
    </message>
    <message>
        <source>Vul de naam in.</source>
        <translation>Fill in the name.</translation>
    </message>
    <message>
        <source>De geboortedatum {day} ligt in de toekomst. Kijk het jaar na.</source>
        <translation>The date of birth {day} is in the future. Check the year.</translation>
    </message>
    <message>
        <source>Het laatst bekende adres geldt al vanaf {day}. Kies een latere datum of verbeter dat adres.</source>
        <translation>The last known address holds from {day} already. Choose a later date or mend that address.</translation>
    </message>
    <message>
        <source>De laatste dag ligt vóór de eerste ({day}). Draai ze om.</source>
        <translation>The last day is before the first ({day}). Turn them around.</translation>
    </message>
    <message>
        <source>Die dag moet nog komen. Kijk de datum na.</source>
        <translation>That day is yet to come. Check the date.</translation>
    </message>
    <message>
        <source>Geef de uitgave een naam, bijvoorbeeld 2026.</source>
        <translation>Give the edition a name, such as 2026.</translation>
    </message>
    <message>
        <source>Vul in waar deze vrijwilliger helpt.</source>
        <translation>Fill in where this volunteer helps.</translation>
    </message>
    <message>
        <source>Deze persoon is al vrijwilliger.</source>
        <translation>This person is a volunteer already.</translation>
    </message>
    <message>
        <source>Deze vrijwilliger stopte op {day}; beginnen kan niet later zijn.</source>
        <translation>This volunteer stopped on {day}; the start can’t be later.</translation>
    </message>
    <message>
        <source>Vrijwilliger sinds {day}: het einde kan niet vroeger zijn.</source>
        <translation>Volunteer since {day}: the end can’t be earlier.</translation>
    </message>
    <message>
        <source>Deze vrijwilliger is niet gestopt.</source>
        <translation>This volunteer didn’t stop.</translation>
    </message>
    <message>
        <source>Deze vrijwilliger is overleden.</source>
        <translation>This volunteer died.</translation>
    </message>
    <message>
        <source>{what} verwijderen</source>
        <translation>Delete {what}</translation>
    </message>
    <message>
        <source>Gegevens van de chauffeur</source>
        <translation>Details of the driver</translation>
    </message>
    <message>
        <source>&amp;Bewerken</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <source>&amp;Stoppen</source>
        <translation>&amp;Stop</translation>
    </message>
    <message>
        <source>&amp;Ziek</source>
        <translation>&amp;Ill</translation>
    </message>
    <message>
        <source>Vandaag ziek</source>
        <translation>Ill today</translation>
    </message>
    <message>
        <source>&amp;Mails</source>
        <translation>&amp;Mails</translation>
    </message>
    <message>
        <source>Bereiken</source>
        <translation>Reach</translation>
    </message>
    <message>
        <source>&amp;Weekpatroon</source>
        <translation>&amp;Week pattern</translation>
    </message>
    <message>
        <source>Beschikbaar</source>
        <translation>Available</translation>
    </message>
    <message>
        <source>&amp;Afwezigheid</source>
        <translation>&amp;Absence</translation>
    </message>
    <message>
        <source>Afwezig</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>D&amp;ocument</source>
        <translation>D&amp;ocument</translation>
    </message>
    <message>
        <source>Documenten</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Auto en wensen</source>
        <translation>Car and wishes</translation>
    </message>
    <message>
        <source>Vergoeding</source>
        <translation>Payment</translation>
    </message>
    <message>
        <source>&amp;Rooster en leden</source>
        <translation>&amp;Roster and members</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Vroegere adressen</source>
        <translation>Earlier addresses</translation>
    </message>
    <message>
        <source>Opnieuw &amp;starten</source>
        <translation>&amp;Start again</translation>
    </message>
    <message>
        <source>Geen adres of telefoon gekend.</source>
        <translation>No address or phone known.</translation>
    </message>
    <message>
        <source>Geen vast patroon: bel om te vragen.</source>
        <translation>No fixed pattern: phone to ask.</translation>
    </message>
    <message>
        <source>Niets genoteerd.</source>
        <translation>Nothing noted.</translation>
    </message>
    <message>
        <source>Geen documenten.</source>
        <translation>No documents.</translation>
    </message>
    <message>
        <source>Geen voorkeur genoteerd.</source>
        <translation>No preference noted.</translation>
    </message>
    <message>
        <source>{first} tot en met {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>goed tot {day}</source>
        <translation>good until {day}</translation>
    </message>
    <message>
        <source>Is zelf ook lid</source>
        <translation>Is a member too</translation>
    </message>
    <message>
        <source>uitgave {edition}</source>
        <translation>edition {edition}</translation>
    </message>
    <message>
        <source>getekend op {day}</source>
        <translation>signed on {day}</translation>
    </message>
    <message>
        <source>chauffeur {code}</source>
        <translation>driver {code}</translation>
    </message>
    <message>
        <source>rijdt sinds {day}</source>
        <translation>drives since {day}</translation>
    </message>
    <message>
        <source>tot en met {day}</source>
        <translation>until {day}</translation>
    </message>
    <message>
        <source>Niet actief</source>
        <translation>Not active</translation>
    </message>
    <message>
        <source>Actief</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Afwezig tot en met {day}</source>
        <translation>Absent until {day}</translation>
    </message>
    <message>
        <source>nota {edition} te tekenen</source>
        <translation>briefing note {edition} to be signed</translation>
    </message>
    <message>
        <source>{document}: {standing}</source>
        <translation>{document}: {standing}</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Week</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>neen</source>
        <translation>no</translation>
    </message>
    <message>
        <source>{number} ritten per week</source>
        <translation>{number} rides a week</translation>
    </message>
    <message>
        <source>{km} per week</source>
        <translation>{km} a week</translation>
    </message>
    <message>
        <source>geen autosnelweg</source>
        <translation>no motorway</translation>
    </message>
    <message>
        <source>niet wachten aan het ziekenhuis</source>
        <translation>no waiting at the hospital</translation>
    </message>
    <message>
        <source>Plaatsen</source>
        <translation>Seats</translation>
    </message>
    <message>
        <source>Vaste rolstoel</source>
        <translation>Rigid wheelchair</translation>
    </message>
    <message>
        <source>Hoogstens</source>
        <translation>At most</translation>
    </message>
    <message>
        <source>Verste afstand</source>
        <translation>Longest distance</translation>
    </message>
    <message>
        <source>Opmerking</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Wensen</source>
        <translation>Wishes</translation>
    </message>
    <message>
        <source>Notitie</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>ziet ervan af: kilometers tellen, bedrag 0</source>
        <translation>waives it: kilometres count, amount 0</translation>
    </message>
    <message>
        <source>mag aan leden gegeven worden</source>
        <translation>may be given to members</translation>
    </message>
    <message>
        <source>per kilometer</source>
        <translation>per kilometre</translation>
    </message>
    <message>
        <source>Rekening</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>niet aan leden geven</source>
        <translation>don’t give to members</translation>
    </message>
    <message>
        <source>Nummer</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Nieuwe chauffeur</source>
        <translation>New driver</translation>
    </message>
    <message>
        <source>Chauffeur bewerken</source>
        <translation>Edit driver</translation>
    </message>
    <message>
        <source>Chauffeur &amp;opslaan</source>
        <translation>&amp;Save driver</translation>
    </message>
    <message>
        <source>Chauffeur gewijzigd</source>
        <translation>Driver changed</translation>
    </message>
    <message>
        <source>Een vaste &amp;rolstoel kan mee</source>
        <translation>Takes a rigid &amp;wheelchair</translation>
    </message>
    <message>
        <source>Liever niet op de autosnelweg</source>
        <translation>Rather no motorway</translation>
    </message>
    <message>
        <source>Wacht liever niet aan het &amp;ziekenhuis</source>
        <translation>Rather no waiting at the hospi&amp;tal</translation>
    </message>
    <message>
        <source>Ziet &amp;af van de vergoeding</source>
        <translation>&amp;Waives the payment</translation>
    </message>
    <message>
        <source>N&amp;ummer mag aan leden gegeven worden</source>
        <translation>N&amp;umber may be given to members</translation>
    </message>
    <message>
        <source>Wie de afsprakennota tekende</source>
        <translation>Who signed the briefing note</translation>
    </message>
    <message>
        <source>&amp;Tekenlijst afdrukken…</source>
        <translation>Print the list to &amp;sign…</translation>
    </message>
    <message>
        <source>Bijvoorbeeld 2026. Wie een oudere uitgave tekende, tekent opnieuw.</source>
        <translation>Such as 2026. Who signed an older edition signs again.</translation>
    </message>
    <message>
        <source>&amp;Uitgave</source>
        <translation>&amp;Edition</translation>
    </message>
    <message>
        <source>&amp;Geldig vanaf</source>
        <translation>&amp;Valid from</translation>
    </message>
    <message>
        <source>Afsprakennota voor chauffeurs</source>
        <translation>Briefing note for drivers</translation>
    </message>
    <message>
        <source>Uitgave &amp;opslaan</source>
        <translation>Save &amp;edition</translation>
    </message>
    <message>
        <source>Uitgave van de afsprakennota gewijzigd</source>
        <translation>Edition of the briefing note changed</translation>
    </message>
    <message>
        <source>{count} van {all} chauffeurs moeten nog tekenen</source>
        <translation>{count} of {all} drivers still have to sign</translation>
    </message>
    <message>
        <source>Vul in vanaf welke dag.</source>
        <translation>Enter from which day.</translation>
    </message>
    <message>
        <source>Afsprakennota {day}.pdf</source>
        <translation>Briefing note {day}.pdf</translation>
    </message>
    <message>
        <source>Afsprakennota</source>
        <translation>Briefing note</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>Uitgave</source>
        <translation>Edition</translation>
    </message>
    <message>
        <source>Getekend op</source>
        <translation>Signed on</translation>
    </message>
    <message>
        <source>Leeg: de volgende vrije code.</source>
        <translation>Empty: the next free code.</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>&amp;Code</translation>
    </message>
    <message>
        <source>Ri&amp;jdt sinds</source>
        <translation>Dri&amp;ves since</translation>
    </message>
    <message>
        <source>Km per week</source>
        <translation>Km a week</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: niet ’s avonds, liever vaste leden.</source>
        <translation>For instance: not in the evening, rather the same members.</translation>
    </message>
    <message>
        <source>Andere &amp;wensen</source>
        <translation>Other &amp;wishes</translation>
    </message>
    <message>
        <source>Reken&amp;ing</source>
        <translation>Acco&amp;unt</translation>
    </message>
    <message>
        <source>Op&amp;merking</source>
        <translation>N&amp;ote</translation>
    </message>
    <message>
        <source>Voor passagiers, de chauffeur niet meegeteld.</source>
        <translation>For passengers, the driver not counted.</translation>
    </message>
    <message>
        <source>P&amp;laatsen</source>
        <translation>Sea&amp;ts</translation>
    </message>
    <message>
        <source>Leeg: geen grens.</source>
        <translation>Empty: no limit.</translation>
    </message>
    <message>
        <source>Ritten per wee&amp;k</source>
        <translation>Rides a wee&amp;k</translation>
    </message>
    <message>
        <source>Verste a&amp;fstand</source>
        <translation>Longest &amp;distance</translation>
    </message>
    <message>
        <source>Vul een aantal ritten in, bijvoorbeeld 3, of laat leeg.</source>
        <translation>Fill in a number of rides, for instance 3, or leave empty.</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: ma di do, of: ma-vr, wo 13-17, za vm.</source>
        <translation>For instance: ma di do, or: ma-vr, wo 13-17, za vm.</translation>
    </message>
    <message>
        <source>&amp;In woorden</source>
        <translation>&amp;In words</translation>
    </message>
    <message>
        <source>Weekpatroon van {name}</source>
        <translation>Week pattern of {name}</translation>
    </message>
    <message>
        <source>Weekpatroon gewijzigd</source>
        <translation>Week pattern changed</translation>
    </message>
    <message>
        <source>tot</source>
        <translation>to</translation>
    </message>
    <message>
        <source>en {hours}</source>
        <translation>and {hours}</translation>
    </message>
    <message>
        <source>{day} van</source>
        <translation>{day} from</translation>
    </message>
    <message>
        <source>{day} tot</source>
        <translation>{day} to</translation>
    </message>
    <message>
        <source>Weekpatroon &amp;opslaan</source>
        <translation>&amp;Save week pattern</translation>
    </message>
    <message>
        <source>&amp;Wat</source>
        <translation>&amp;What</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>Leeg: één dag.</source>
        <translation>Empty: one day.</translation>
    </message>
    <message>
        <source>&amp;Tot en met</source>
        <translation>&amp;Until</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: verlof.</source>
        <translation>For instance: leave.</translation>
    </message>
    <message>
        <source>Afwezigheid van {name}</source>
        <translation>Absence of {name}</translation>
    </message>
    <message>
        <source>Afwezigheid &amp;opslaan</source>
        <translation>&amp;Save absence</translation>
    </message>
    <message>
        <source>Document &amp;opslaan</source>
        <translation>&amp;Save document</translation>
    </message>
    <message>
        <source>Afwezigheid genoteerd</source>
        <translation>Absence noted</translation>
    </message>
    <message>
        <source>Vul de eerste dag in.</source>
        <translation>Fill in the first day.</translation>
    </message>
    <message>
        <source>&amp;Document</source>
        <translation>&amp;Document</translation>
    </message>
    <message>
        <source>Ge&amp;tekend op</source>
        <translation>&amp;Signed on</translation>
    </message>
    <message>
        <source>In voege: {edition}.</source>
        <translation>In force: {edition}.</translation>
    </message>
    <message>
        <source>&amp;Goed tot</source>
        <translation>&amp;Good until</translation>
    </message>
    <message>
        <source>Bijvoorbeeld het polisnummer of de versie.</source>
        <translation>For instance the policy number or the version.</translation>
    </message>
    <message>
        <source>&amp;Notitie</source>
        <translation>&amp;Note</translation>
    </message>
    <message>
        <source>Document van {name}</source>
        <translation>Document of {name}</translation>
    </message>
    <message>
        <source>Document genoteerd</source>
        <translation>Document noted</translation>
    </message>
    <message>
        <source>De ritten daarna blijven staan: geef ze aan iemand anders.</source>
        <translation>The rides after it stay: give them to somebody else.</translation>
    </message>
    <message>
        <source>&amp;Laatste dag</source>
        <translation>&amp;Last day</translation>
    </message>
    <message>
        <source>{name} stopt</source>
        <translation>{name} stops</translation>
    </message>
    <message>
        <source>Chauffeur &amp;stoppen</source>
        <translation>&amp;Stop driver</translation>
    </message>
    <message>
        <source>Chauffeur gestopt</source>
        <translation>Driver stopped</translation>
    </message>
    <message>
        <source>Vul de laatste dag in.</source>
        <translation>Fill in the last day.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Dorp</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>Nu</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Rolstoel</source>
        <translation>Wheelchair</translation>
    </message>
    <message>
        <source>vaste rolstoel</source>
        <translation>rigid wheelchair</translation>
    </message>
    <message>
        <source>niet actief</source>
        <translation>not active</translation>
    </message>
    <message>
        <source>weg t/m {day}</source>
        <translation>away until {day}</translation>
    </message>
    <message>
        <source>actief</source>
        <translation>active</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Nu afwezig</source>
        <translation>Absent now</translation>
    </message>
    <message>
        <source>Papieren vervallen</source>
        <translation>Papers lapse</translation>
    </message>
    <message>
        <source>Nota te tekenen</source>
        <translation>Note to be signed</translation>
    </message>
    <message>
        <source>Filter op naam, code, straat, dorp, telefoon</source>
        <translation>Filter by name, code, street, village, phone</translation>
    </message>
    <message>
        <source>&amp;Nieuwe chauffeur</source>
        <translation>&amp;New driver</translation>
    </message>
    <message>
        <source>{shown} van {all} chauffeurs</source>
        <translation>{shown} of {all} drivers</translation>
    </message>
    <message>
        <source>Nog geen chauffeurs. Neem uw chauffeurslijst over, of begin met Ctrl+N.</source>
        <translation>No drivers yet. Take over your list of drivers, or begin with Ctrl+N.</translation>
    </message>
    <message>
        <source>A&amp;fsprakennota…</source>
        <translation>Brie&amp;fing note…</translation>
    </message>
    <message>
        <source>Chauffeur rijdt opnieuw</source>
        <translation>Driver drives again</translation>
    </message>
    <message>
        <source>ziek</source>
        <translation>ill</translation>
    </message>
    <message>
        <source>{name} is ziek vandaag</source>
        <translation>{name} is ill today</translation>
    </message>
    <message>
        <source>Afwezigheid verwijderd</source>
        <translation>Absence deleted</translation>
    </message>
    <message>
        <source>Importeer uit Excel</source>
        <translation>Import from Excel</translation>
    </message>
    <message>
        <source>Welke rijen</source>
        <translation>Which rows</translation>
    </message>
    <message>
        <source>Gegevens van het lid</source>
        <translation>Details of the member</translation>
    </message>
    <message>
        <source>Beëin&amp;digen</source>
        <translation>En&amp;d</translation>
    </message>
    <message>
        <source>&amp;Lidgeld</source>
        <translation>&amp;Fee</translation>
    </message>
    <message>
        <source>Lidmaatschap</source>
        <translation>Membership</translation>
    </message>
    <message>
        <source>&amp;Inkomenscontrole</source>
        <translation>&amp;Income check</translation>
    </message>
    <message>
        <source>Inkomen</source>
        <translation>Income</translation>
    </message>
    <message>
        <source>&amp;Contactpersoon</source>
        <translation>&amp;Contact person</translation>
    </message>
    <message>
        <source>Contactpersonen</source>
        <translation>Contact persons</translation>
    </message>
    <message>
        <source>Chauffeur&amp;voorkeur</source>
        <translation>Driver &amp;preference</translation>
    </message>
    <message>
        <source>Hulp onderweg</source>
        <translation>Help on the way</translation>
    </message>
    <message>
        <source>Opnieuw li&amp;d maken</source>
        <translation>Make a member a&amp;gain</translation>
    </message>
    <message>
        <source>Nog niet gecontroleerd.</source>
        <translation>Not checked yet.</translation>
    </message>
    <message>
        <source>Niemand genoteerd.</source>
        <translation>Nobody noted.</translation>
    </message>
    <message>
        <source>Geen voorkeur.</source>
        <translation>No preference.</translation>
    </message>
    <message>
        <source>Geen hulp nodig.</source>
        <translation>No help needed.</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>koppel met {name}, lid {no}</source>
        <translation>couple with {name}, member {no}</translation>
    </message>
    <message>
        <source>Is zelf ook chauffeur</source>
        <translation>Is a driver too</translation>
    </message>
    <message>
        <source>Gegevens van het lidgeld</source>
        <translation>Details of the fee</translation>
    </message>
    <message>
        <source>&amp;Contant betaald…</source>
        <translation>Paid in &amp;cash…</translation>
    </message>
    <message>
        <source>Naar het l&amp;id</source>
        <translation>To the &amp;member</translation>
    </message>
    <message>
        <source>Van de bank</source>
        <translation>From the bank</translation>
    </message>
    <message>
        <source>Verstuurd</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>samen met {name}</source>
        <translation>together with {name}</translation>
    </message>
    <message>
        <source>lid {no}</source>
        <translation>member {no}</translation>
    </message>
    <message>
        <source>Nog geen betaling.</source>
        <translation>No payment yet.</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Herinnering</source>
        <translation>Reminder</translation>
    </message>
    <message>
        <source>Nog niets.</source>
        <translation>Nothing yet.</translation>
    </message>
    <message>
        <source>Bedrag</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Nog te betalen</source>
        <translation>Still to pay</translation>
    </message>
    <message>
        <source>Te veel</source>
        <translation>Too much</translation>
    </message>
    <message>
        <source>Betaald op</source>
        <translation>Paid on</translation>
    </message>
    <message>
        <source>Filter op naam, nummer, straat, dorp, mededeling</source>
        <translation>Filter by name, number, street, village, communication</translation>
    </message>
    <message>
        <source>&amp;Hernieuwen…</source>
        <translation>&amp;Renew…</translation>
    </message>
    <message>
        <source>{shown} van {all}</source>
        <translation>{shown} of {all}</translation>
    </message>
    <message>
        <source>Instellingen van de lidgelden</source>
        <translation>Settings of the fees</translation>
    </message>
    <message>
        <source>Instellingen van de lidgelden (Alt+T)</source>
        <translation>Settings of the fees (Alt+T)</translation>
    </message>
    <message>
        <source>&amp;Etiketten</source>
        <translation>La&amp;bels</translation>
    </message>
    <message>
        <source>&amp;Afschrift…</source>
        <translation>Read &amp;statement…</translation>
    </message>
    <message>
        <source>&amp;Brieven ({count})</source>
        <translation>L&amp;etters ({count})</translation>
    </message>
    <message>
        <source>Herinneringe&amp;n ({count})</source>
        <translation>Rem&amp;inders ({count})</translation>
    </message>
    <message>
        <source>Lidgeld staat weer open</source>
        <translation>Fee is open again</translation>
    </message>
    <message>
        <source>Betaling losgemaakt</source>
        <translation>Payment taken off</translation>
    </message>
    <message>
        <source>{paid} betaald, {unpaid} open · {received} van {asked}</source>
        <translation>{paid} paid, {unpaid} open · {received} of {asked}</translation>
    </message>
    <message>
        <source>{members} leden, {paying} lidgelden · {invited} kregen een brief, {reminded} een herinnering · nog te ontvangen: {open}</source>
        <translation>{members} members, {paying} fees · {invited} got a letter, {reminded} a reminder · still to receive: {open}</translation>
    </message>
    <message>
        <source>Leden zonder lidmaatschap van {year}: {count}. Kies Hernieuwen (Ctrl+N).</source>
        <translation>Members without a membership of {year}: {count}. Choose Renew (Ctrl+N).</translation>
    </message>
    <message>
        <source>Bankbetalingen die nog bij geen lid staan: {count}.</source>
        <translation>Bank payments on no member yet: {count}.</translation>
    </message>
    <message>
        <source>Geen rekeningnummer: brieven vragen contant geld. Vul het in bij Instellingen.</source>
        <translation>No account number: letters ask for cash. Fill it in under Settings.</translation>
    </message>
    <message>
        <source>lid sinds {day}</source>
        <translation>member since {day}</translation>
    </message>
    <message>
        <source>gestopt op {day} ({reason})</source>
        <translation>stopped on {day} ({reason})</translation>
    </message>
    <message>
        <source>°{day}, werd {age} jaar</source>
        <translation>°{day}, lived to {age} years</translation>
    </message>
    <message>
        <source>°{day}, {age} jaar</source>
        <translation>°{day}, {age} years</translation>
    </message>
    <message>
        <source>Lidgeld {status}</source>
        <translation>Fee {status}</translation>
    </message>
    <message>
        <source>Inkomen {status}</source>
        <translation>Income {status}</translation>
    </message>
    <message>
        <source>Adres</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Gsm</source>
        <translation>Mobile</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>vanaf {day}</source>
        <translation>from {day}</translation>
    </message>
    <message>
        <source>{fee}, nog niet betaald</source>
        <translation>{fee}, not paid yet</translation>
    </message>
    <message>
        <source>in het lidgeld van de partner, of kosteloos</source>
        <translation>in the partner’s fee, or free</translation>
    </message>
    <message>
        <source>{fee}, betaald op {day}</source>
        <translation>{fee}, paid on {day}</translation>
    </message>
    <message>
        <source>opnieuw op {day}</source>
        <translation>again on {day}</translation>
    </message>
    <message>
        <source>zonder datum</source>
        <translation>without a date</translation>
    </message>
    <message>
        <source>Hulpmiddel</source>
        <translation>Aid</translation>
    </message>
    <message>
        <source>altijd</source>
        <translation>always</translation>
    </message>
    <message>
        <source>Begeleider</source>
        <translation>Companion</translation>
    </message>
    <message>
        <source>Nieuw lid</source>
        <translation>New member</translation>
    </message>
    <message>
        <source>Lid bewerken</source>
        <translation>Edit member</translation>
    </message>
    <message>
        <source>Lid &amp;opslaan</source>
        <translation>&amp;Save member</translation>
    </message>
    <message>
        <source>Ri&amp;jdt altijd met een begeleider mee</source>
        <translation>Always travels with a &amp;companion</translation>
    </message>
    <message>
        <source>&amp;Lid sinds</source>
        <translation>Member s&amp;ince</translation>
    </message>
    <message>
        <source>Soo&amp;rt</source>
        <translation>&amp;Kind</translation>
    </message>
    <message>
        <source>P&amp;artner</source>
        <translation>Pa&amp;rtner</translation>
    </message>
    <message>
        <source>Hulp&amp;middel</source>
        <translation>A&amp;id</translation>
    </message>
    <message>
        <source>Not&amp;itie</source>
        <translation>No&amp;te</translation>
    </message>
    <message>
        <source>Lid gewijzigd</source>
        <translation>Member changed</translation>
    </message>
    <message>
        <source>Leeg: het volgende vrije nummer.</source>
        <translation>Empty: the next free number.</translation>
    </message>
    <message>
        <source>Lidn&amp;ummer</source>
        <translation>Member n&amp;umber</translation>
    </message>
    <message>
        <source>Wie samenwoont en ook lid is. Een koppel betaalt één lidgeld.</source>
        <translation>Who lives along and is a member too. A couple pays one fee.</translation>
    </message>
    <message>
        <source>Een lidnummer bestaat enkel uit cijfers, bijvoorbeeld 272.</source>
        <translation>A member number is made of digits only, for instance 272.</translation>
    </message>
    <message>
        <source>&amp;Jaar</source>
        <translation>&amp;Year</translation>
    </message>
    <message>
        <source>&amp;Bedrag</source>
        <translation>&amp;Amount</translation>
    </message>
    <message>
        <source>Leeg: nog niet betaald.</source>
        <translation>Empty: not paid yet.</translation>
    </message>
    <message>
        <source>B&amp;etaald op</source>
        <translation>&amp;Paid on</translation>
    </message>
    <message>
        <source>Lidgeld van {name}</source>
        <translation>Fee of {name}</translation>
    </message>
    <message>
        <source>Lidmaatschappen van {year}</source>
        <translation>Memberships of {year}</translation>
    </message>
    <message>
        <source>Lidmaatschappen &amp;maken</source>
        <translation>&amp;Make memberships</translation>
    </message>
    <message>
        <source>Iedereen is in orde. Lidmaatschappen van {year}: {count}.</source>
        <translation>Everybody is in order. Memberships of {year}: {count}.</translation>
    </message>
    <message>
        <source>Nieuwe lidmaatschappen: {count}, samen {amount}.</source>
        <translation>New memberships: {count}, together {amount}.</translation>
    </message>
    <message>
        <source>Daarvan zonder lidgeld, omdat de partner betaalt: {count}.</source>
        <translation>Of these without a fee, because the partner pays: {count}.</translation>
    </message>
    <message>
        <source>Al gemaakt, en blijven zoals ze zijn: {count}.</source>
        <translation>Made already, and stay as they are: {count}.</translation>
    </message>
    <message>
        <source>Vorig jaar geen lid, wel nog op de lijst: {names}. Kijk na of ze lid blijven.</source>
        <translation>No member last year, but still on the list: {names}. See whether they stay members.</translation>
    </message>
    <message>
        <source>Nu alleenstaand, dus een ander bedrag: {names}.</source>
        <translation>Single now, so another amount: {names}.</translation>
    </message>
    <message>
        <source>Geen lid meer, dus geschrapt: {names}.</source>
        <translation>No longer a member, so taken off: {names}.</translation>
    </message>
    <message>
        <source>Dit kan ongedaan gemaakt worden.</source>
        <translation>This can be undone.</translation>
    </message>
    <message>
        <source> en nog {count}</source>
        <translation> and {count} more</translation>
    </message>
    <message>
        <source>Contant, of op een andere manier dan met een ingelezen afschrift. Leeg: niet betaald.</source>
        <translation>In cash, or in another way than by a statement that was read. Empty: not paid.</translation>
    </message>
    <message>
        <source>&amp;Betaald op</source>
        <translation>&amp;Paid on</translation>
    </message>
    <message>
        <source>{name} betaalt {due}</source>
        <translation>{name} pays {due}</translation>
    </message>
    <message>
        <source>&amp;Opslaan</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>Lidgeld genoteerd</source>
        <translation>Fee noted</translation>
    </message>
    <message>
        <source>Typ een naam of een lidnummer: de openstaande lidgelden.</source>
        <translation>Type a name or a member number: the open fees.</translation>
    </message>
    <message>
        <source>&amp;Voor wie</source>
        <translation>&amp;For whom</translation>
    </message>
    <message>
        <source>{amount} plaatsen</source>
        <translation>Place {amount}</translation>
    </message>
    <message>
        <source>Betaling &amp;plaatsen</source>
        <translation>&amp;Place payment</translation>
    </message>
    <message>
        <source>Betaling geplaatst</source>
        <translation>Payment placed</translation>
    </message>
    <message>
        <source>Kies een lidgeld uit de lijst.</source>
        <translation>Choose a fee from the list.</translation>
    </message>
    <message>
        <source>Instellingen &amp;opslaan</source>
        <translation>&amp;Save settings</translation>
    </message>
    <message>
        <source>Instellingen van de lidgelden gewijzigd</source>
        <translation>Settings of the fees changed</translation>
    </message>
    <message>
        <source>Op de brief</source>
        <translation>On the letter</translation>
    </message>
    <message>
        <source>Leeg: op de brief staat dat het lidgeld contant betaald wordt.</source>
        <translation>Empty: the letter says that the fee is paid in cash.</translation>
    </message>
    <message>
        <source>Reken&amp;ing (IBAN)</source>
        <translation>Account (&amp;IBAN)</translation>
    </message>
    <message>
        <source>BI&amp;C</source>
        <translation>BI&amp;C</translation>
    </message>
    <message>
        <source>Mag leeg blijven.</source>
        <translation>May stay empty.</translation>
    </message>
    <message>
        <source>&amp;Begunstigde</source>
        <translation>&amp;Beneficiary</translation>
    </message>
    <message>
        <source>Straat en gemeente, met een komma ertussen.</source>
        <translation>Street and town, with a comma between them.</translation>
    </message>
    <message>
        <source>&amp;Adres</source>
        <translation>&amp;Address</translation>
    </message>
    <message>
        <source>Waar en wanneer: “op werkdagen van 9 tot 12 uur aan het onthaal”.</source>
        <translation>Where and when: “on working days from 9 to 12 at the desk”.</translation>
    </message>
    <message>
        <source>Conta&amp;nt betalen</source>
        <translation>Payi&amp;ng in cash</translation>
    </message>
    <message>
        <source>Lidgeld en termijn</source>
        <translation>Fee and term</translation>
    </message>
    <message>
        <source>Alleen&amp;staand</source>
        <translation>Sin&amp;gle</translation>
    </message>
    <message>
        <source>&amp;Koppel</source>
        <translation>Co&amp;uple</translation>
    </message>
    <message>
        <source>Half &amp;vanaf</source>
        <translation>Half &amp;from</translation>
    </message>
    <message>
        <source>Inko&amp;men nakijken na</source>
        <translation>Check inco&amp;me after</translation>
    </message>
    <message>
        <source>maanden</source>
        <translation>months</translation>
    </message>
    <message>
        <source>Zoveel dagen na de brief, maar nooit in januari.</source>
        <translation>So many days after the letter, but never in January.</translation>
    </message>
    <message>
        <source>&amp;Herinneren na</source>
        <translation>Re&amp;mind after</translation>
    </message>
    <message>
        <source>dagen</source>
        <translation>days</translation>
    </message>
    <message>
        <source>Etiketten op een blad</source>
        <translation>Labels on a sheet</translation>
    </message>
    <message>
        <source>&amp;Rijen</source>
        <translation>&amp;Rows</translation>
    </message>
    <message>
        <source>Avery L7160 heeft 7 rijen van 3.</source>
        <translation>Avery L7160 has 7 rows of 3.</translation>
    </message>
    <message>
        <source>Ko&amp;lommen</source>
        <translation>Co&amp;lumns</translation>
    </message>
    <message>
        <source>Vanaf wanneer</source>
        <translation>From when</translation>
    </message>
    <message>
        <source>Wat vroeger gold, blijft staan voor vroeger.</source>
        <translation>What held before stays for before.</translation>
    </message>
    <message>
        <source>Typ een getal, bijvoorbeeld 7.</source>
        <translation>Type a number, for instance 7.</translation>
    </message>
    <message>
        <source>Volgens het tarief is dit {fee}.</source>
        <translation>By the tariff this is {fee}.</translation>
    </message>
    <message>
        <source>Vul het bedrag in; 0 kan ook.</source>
        <translation>Fill in the amount; 0 will do too.</translation>
    </message>
    <message>
        <source>&amp;Resultaat</source>
        <translation>&amp;Result</translation>
    </message>
    <message>
        <source>Het soort bewijs. Noteer nooit het bedrag.</source>
        <translation>The kind of proof. Never note the amount.</translation>
    </message>
    <message>
        <source>&amp;Bewijs</source>
        <translation>&amp;Proof</translation>
    </message>
    <message>
        <source>&amp;Volgende controle</source>
        <translation>&amp;Next check</translation>
    </message>
    <message>
        <source>Inkomenscontrole van {name}</source>
        <translation>Income check of {name}</translation>
    </message>
    <message>
        <source>Lidgeld &amp;opslaan</source>
        <translation>&amp;Save fee</translation>
    </message>
    <message>
        <source>Dit lid bestaat niet meer. Herlaad de lijst.</source>
        <translation>This member no longer exists. Reload the list.</translation>
    </message>
    <message>
        <source>&amp;Gecontroleerd op</source>
        <translation>&amp;Checked on</translation>
    </message>
    <message>
        <source>Controle &amp;opslaan</source>
        <translation>&amp;Save check</translation>
    </message>
    <message>
        <source>Inkomenscontrole genoteerd</source>
        <translation>Income check noted</translation>
    </message>
    <message>
        <source>Vul de dag van de controle in.</source>
        <translation>Fill in the day of the check.</translation>
    </message>
    <message>
        <source>verhoogde tegemoetkoming</source>
        <translation>increased allowance</translation>
    </message>
    <message>
        <source>aanslagbiljet</source>
        <translation>tax assessment</translation>
    </message>
    <message>
        <source>pensioenstrook</source>
        <translation>pension slip</translation>
    </message>
    <message>
        <source>beslissing bijzonder comité</source>
        <translation>decision of the special committee</translation>
    </message>
    <message>
        <source>&amp;Wie</source>
        <translation>&amp;Who</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: dochter Rosa.</source>
        <translation>For instance: dochter Rosa.</translation>
    </message>
    <message>
        <source>&amp;Telefoon</source>
        <translation>&amp;Phone</translation>
    </message>
    <message>
        <source>Contactpersoon van {name}</source>
        <translation>Contact person of {name}</translation>
    </message>
    <message>
        <source>Contactpersoon &amp;opslaan</source>
        <translation>&amp;Save contact person</translation>
    </message>
    <message>
        <source>Voorkeur &amp;opslaan</source>
        <translation>&amp;Save preference</translation>
    </message>
    <message>
        <source>Contactpersoon genoteerd</source>
        <translation>Contact person noted</translation>
    </message>
    <message>
        <source>&amp;Chauffeur</source>
        <translation>&amp;Driver</translation>
    </message>
    <message>
        <source>&amp;Band</source>
        <translation>&amp;Tie</translation>
    </message>
    <message>
        <source>Chauffeurvoorkeur van {name}</source>
        <translation>Driver preference of {name}</translation>
    </message>
    <message>
        <source>Chauffeurvoorkeur genoteerd</source>
        <translation>Driver preference noted</translation>
    </message>
    <message>
        <source>Kies een chauffeur uit de lijst.</source>
        <translation>Choose a driver from the list.</translation>
    </message>
    <message>
        <source>&amp;Vanaf</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>{name} beëindigen</source>
        <translation>End {name}</translation>
    </message>
    <message>
        <source>Lidmaatschap &amp;beëindigen</source>
        <translation>&amp;End membership</translation>
    </message>
    <message>
        <source>Lidmaatschap beëindigd</source>
        <translation>Membership ended</translation>
    </message>
    <message>
        <source>{name} is vanaf volgend jaar alleenstaand voor het lidgeld.</source>
        <translation>{name} is single for the fee from next year on.</translation>
    </message>
    <message>
        <source>Vul de dag in.</source>
        <translation>Fill in the day.</translation>
    </message>
    <message>
        <source>Nr</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>Standing</translation>
    </message>
    <message>
        <source>Ontvangen</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Herinnerd</source>
        <translation>Reminded</translation>
    </message>
    <message>
        <source>Mededeling</source>
        <translation>Communication</translation>
    </message>
    <message>
        <source>Te betalen</source>
        <translation>To pay</translation>
    </message>
    <message>
        <source>Nog geen brief</source>
        <translation>No letter yet</translation>
    </message>
    <message>
        <source>Te herinneren</source>
        <translation>To remind</translation>
    </message>
    <message>
        <source>Betaald</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>Geboekt</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>Betaler</source>
        <translation>Payer</translation>
    </message>
    <message>
        <source>Voorstel</source>
        <translation>Proposal</translation>
    </message>
    <message>
        <source>Te plaatsen</source>
        <translation>To place</translation>
    </message>
    <message>
        <source>Met voorstel</source>
        <translation>With a proposal</translation>
    </message>
    <message>
        <source>Opzijgezet</source>
        <translation>Set aside</translation>
    </message>
    <message>
        <source>{name} (lid {no}), {year}</source>
        <translation>{name} (member {no}), {year}</translation>
    </message>
    <message>
        <source>is al betaald</source>
        <translation>is paid already</translation>
    </message>
    <message>
        <source>te betalen is {due}</source>
        <translation>to pay is {due}</translation>
    </message>
    <message>
        <source>Geboren</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Lidgeld</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>Straat</source>
        <translation>Street</translation>
    </message>
    <message>
        <source>Niet betaald</source>
        <translation>Not paid</translation>
    </message>
    <message>
        <source>Controle nodig</source>
        <translation>Check needed</translation>
    </message>
    <message>
        <source>Filter op naam, nummer, straat, dorp, telefoon, geboortejaar</source>
        <translation>Filter by name, number, street, village, phone, year of birth</translation>
    </message>
    <message>
        <source>&amp;Nieuw lid</source>
        <translation>&amp;New member</translation>
    </message>
    <message>
        <source>{shown} van {all} leden</source>
        <translation>{shown} of {all} members</translation>
    </message>
    <message>
        <source>Nog geen leden. Neem uw ledenlijst over, of begin met Ctrl+N.</source>
        <translation>No members yet. Take over your list of members, or begin with Ctrl+N.</translation>
    </message>
    <message>
        <source>Opnieuw lid gemaakt</source>
        <translation>Made a member again</translation>
    </message>
    <message>
        <source>Contactpersoon verwijderd</source>
        <translation>Contact person deleted</translation>
    </message>
    <message>
        <source>Chauffeurvoorkeur verwijderd</source>
        <translation>Driver preference deleted</translation>
    </message>
    <message>
        <source>Persoon</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Voornaam</source>
        <translation>&amp;First name</translation>
    </message>
    <message>
        <source>Het is dezelfde persoon</source>
        <translation>It is the same person</translation>
    </message>
    <message>
        <source>&amp;E-mail</source>
        <translation>&amp;E-mail</translation>
    </message>
    <message>
        <source>Kijk na of dit niet dezelfde persoon is: {names}.</source>
        <translation>Check that this isn’t the same person: {names}.</translation>
    </message>
    <message>
        <source>Ge&amp;boren op</source>
        <translation>&amp;Born on</translation>
    </message>
    <message>
        <source>&amp;Gsm</source>
        <translation>M&amp;obile</translation>
    </message>
    <message>
        <source>Het is de&amp;zelfde persoon: {name}</source>
        <translation>It is the sa&amp;me person: {name}</translation>
    </message>
    <message>
        <source>Minderjarig: meerijden kan als de chauffeur akkoord gaat.</source>
        <translation>A minor: may travel along when the driver agrees.</translation>
    </message>
    <message>
        <source>Deze datum ligt in de toekomst. Kijk het jaar na.</source>
        <translation>This date is in the future. Check the year.</translation>
    </message>
    <message>
        <source>&amp;Straat en nummer</source>
        <translation>&amp;Street and number</translation>
    </message>
    <message>
        <source>&amp;Dorp of gemeente</source>
        <translation>&amp;Village or town</translation>
    </message>
    <message>
        <source>&amp;Postcode</source>
        <translation>&amp;Postcode</translation>
    </message>
    <message>
        <source>Ver&amp;huisd op</source>
        <translation>Mo&amp;ved on</translation>
    </message>
    <message>
        <source>Met een datum blijft het oude adres in de geschiedenis; leeg is een verbetering.</source>
        <translation>With a date the old address stays in the history; empty mends it.</translation>
    </message>
    <message>
        <source>Dit dorp staat niet in de plaatsenlijst: afstanden worden niet geschat.</source>
        <translation>This village isn’t in the list of places: distances are not estimated.</translation>
    </message>
    <message>
        <source>getekend</source>
        <translation>signed</translation>
    </message>
    <message>
        <source>oude uitgave</source>
        <translation>old edition</translation>
    </message>
    <message>
        <source>niet getekend</source>
        <translation>not signed</translation>
    </message>
    <message>
        <source>alleenstaand</source>
        <translation>single</translation>
    </message>
    <message>
        <source>koppel</source>
        <translation>couple</translation>
    </message>
    <message>
        <source>geen</source>
        <translation>none</translation>
    </message>
    <message>
        <source>wandelstok</source>
        <translation>cane</translation>
    </message>
    <message>
        <source>rollator</source>
        <translation>rollator</translation>
    </message>
    <message>
        <source>plooirolstoel</source>
        <translation>foldable wheelchair</translation>
    </message>
    <message>
        <source>overleden</source>
        <translation>deceased</translation>
    </message>
    <message>
        <source>verhuisd</source>
        <translation>moved</translation>
    </message>
    <message>
        <source>ontslag</source>
        <translation>resigned</translation>
    </message>
    <message>
        <source>andere reden</source>
        <translation>other reason</translation>
    </message>
    <message>
        <source>voldoet</source>
        <translation>meets</translation>
    </message>
    <message>
        <source>uitzondering</source>
        <translation>exception</translation>
    </message>
    <message>
        <source>in onderzoek</source>
        <translation>being looked into</translation>
    </message>
    <message>
        <source>voorkeur</source>
        <translation>preference</translation>
    </message>
    <message>
        <source>niet samen</source>
        <translation>not together</translation>
    </message>
    <message>
        <source>rijbewijs</source>
        <translation>driving licence</translation>
    </message>
    <message>
        <source>verzekering</source>
        <translation>insurance</translation>
    </message>
    <message>
        <source>autokeuring</source>
        <translation>car check-up</translation>
    </message>
    <message>
        <source>uittreksel strafregister</source>
        <translation>criminal record extract</translation>
    </message>
    <message>
        <source>afsprakennota</source>
        <translation>briefing note</translation>
    </message>
    <message>
        <source>afwezig</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>extra beschikbaar</source>
        <translation>extra availability</translation>
    </message>
    <message>
        <source>betaald</source>
        <translation>paid</translation>
    </message>
    <message>
        <source>te betalen</source>
        <translation>to be paid</translation>
    </message>
    <message>
        <source>niet betaald</source>
        <translation>not paid</translation>
    </message>
    <message>
        <source>gestopt</source>
        <translation>stopped</translation>
    </message>
    <message>
        <source>in orde</source>
        <translation>in order</translation>
    </message>
    <message>
        <source>binnenkort</source>
        <translation>soon</translation>
    </message>
    <message>
        <source>vervallen</source>
        <translation>lapsed</translation>
    </message>
    <message>
        <source>ontbreekt</source>
        <translation>missing</translation>
    </message>
    <message>
        <source>geen datum</source>
        <translation>no date</translation>
    </message>
    <message>
        <source>binnen 60 dagen</source>
        <translation>within 60 days</translation>
    </message>
    <message>
        <source>binnen 30 dagen</source>
        <translation>within 30 days</translation>
    </message>
    <message>
        <source>Lid {no} heeft lid {other} als partner, maar niet omgekeerd.</source>
        <translation>Member {no} has member {other} as a partner, but not the other way round.</translation>
    </message>
    <message>
        <source>Lid {no} heeft geen adres.</source>
        <translation>Member {no} has no address.</translation>
    </message>
    <message>
        <source>{name} heeft twee adressen vanaf {day}.</source>
        <translation>{name} has two addresses from {day}.</translation>
    </message>
    <message>
        <source>Lid {no}: het einde heeft geen reden, of ligt vóór het begin.</source>
        <translation>Member {no}: the end has no reason, or comes before the beginning.</translation>
    </message>
    <message>
        <source>Lid {no}: het lidgeld van {year} is negatief.</source>
        <translation>Member {no}: the fee of {year} is negative.</translation>
    </message>
    <message>
        <source>Chauffeur {code} stopte vóór het begin.</source>
        <translation>Driver {code} stopped before starting.</translation>
    </message>
    <message>
        <source>Chauffeur {code}: de uren op {day} overlappen.</source>
        <translation>Driver {code}: the hours on {day} overlap.</translation>
    </message>
    <message>
        <source>Lid {no}: de mededeling {reference} van {year} klopt niet.</source>
        <translation>Member {no}: the communication {reference} of {year} is wrong.</translation>
    </message>
    <message>
        <source>Lid {no}: het lidgeld van {year} is met de bank betaald en staat nog open.</source>
        <translation>Member {no}: the fee of {year} was paid through the bank and is still open.</translation>
    </message>
    <message>
        <source>Betaling {reference}: geen bedrag, of opzijgezet én bij een lid.</source>
        <translation>Payment {reference}: no amount, or set aside and on a member at once.</translation>
    </message>
    <message>
        <source>Dit rekeningnummer klopt niet. Kijk het na: BE68 5390 0754 7034.</source>
        <translation>This account number isn’t right. Check it: BE68 5390 0754 7034.</translation>
    </message>
    <message>
        <source>De bankcode van dit rekeningnummer is onbekend.</source>
        <translation>The bank code of this account number is unknown.</translation>
    </message>
    <message>
        <source>Dit lijkt geen geldig nummer. Het wordt bewaard zoals het er staat.</source>
        <translation>This doesn’t look like a valid number. It is saved as it stands.</translation>
    </message>
    <message>
        <source>Een Belgische postcode heeft vier cijfers, bijvoorbeeld 3740.</source>
        <translation>A Belgian postcode has four digits, for instance 3740.</translation>
    </message>
    <message>
        <source>Dit lijkt geen e-mailadres: naam@voorbeeld.be.</source>
        <translation>This doesn’t look like an e-mail address: naam@voorbeeld.be.</translation>
    </message>
    <message>
        <source>{day}: het einduur {end} ligt niet na het beginuur {start}.</source>
        <translation>{day}: the end {end} doesn’t come after the start {start}.</translation>
    </message>
    <message>
        <source>“{word}” is geen dag. Schrijf bijvoorbeeld: ma di do, of: ma-vr, wo 13-17.</source>
        <translation>“{word}” is not a day. Write for instance: ma di do, or: ma-vr, wo 13-17.</translation>
    </message>
    <message>
        <source>{cell}: geen lid, of lid zonder lidgeld?</source>
        <translation>{cell}: no member, or a member without a fee?</translation>
    </message>
    <message>
        <source>{code} is geen euro</source>
        <translation>{code} is not euro</translation>
    </message>
    <message>
        <source>nog niet geboekt door de bank: lees het afschrift later nog eens in</source>
        <translation>not booked by the bank yet: read the statement again later</translation>
    </message>
    <message>
        <source>betalingen zonder gekende mededeling: {count}. Wijs ze toe op de bladzijde Bankbetalingen</source>
        <translation>payments without a known communication: {count}. Assign them on the page Bank payments</translation>
    </message>
    <message>
        <source>Bankafschrift</source>
        <translation>Bank statement</translation>
    </message>
    <message>
        <source>Deze betaling staat al bij een lid. Maak ze daar eerst los.</source>
        <translation>This payment is on a member already. Take it off there first.</translation>
    </message>
    <message>
        <source>De delen zijn samen {total}, de betaling is {amount}. Verdeel ze opnieuw.</source>
        <translation>The parts add up to {total}, the payment is {amount}. Divide it again.</translation>
    </message>
    <message>
        <source>Deze betaling staat bij geen lid.</source>
        <translation>This payment is on no member.</translation>
    </message>
    <message>
        <source>Deze betaling staat bij een lid. Maak ze daar eerst los.</source>
        <translation>This payment is on a member. Take it off there first.</translation>
    </message>
    <message>
        <source>Eerder getekend</source>
        <translation>Signed before</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Handtekening</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Ik ontving de afsprakennota voor vrijwilligers en las ze.</source>
        <translation>I received the briefing note for volunteers and read it.</translation>
    </message>
    <message>
        <source>Iedereen heeft getekend.</source>
        <translation>Everybody has signed.</translation>
    </message>
    <message>
        <source>Afsprakennota {edition}</source>
        <translation>Briefing note {edition}</translation>
    </message>
    <message>
        <source>Te tekenen op {day}</source>
        <translation>To be signed on {day}</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op .pdf.</source>
        <translation>{name}: choose a file name that ends in .pdf.</translation>
    </message>
    <message>
        <source>{year}: {paying} lidgelden, {paid} betaald, {unpaid} open ({open}).</source>
        <translation>{year}: {paying} fees, {paid} paid, {unpaid} open ({open}).</translation>
    </message>
    <message>
        <source>Lidmaatschappen van {year} gemaakt</source>
        <translation>Memberships of {year} made</translation>
    </message>
    <message>
        <source>Lidmaatschappen van {year} gemaakt: {count}</source>
        <translation>Memberships of {year} made: {count}</translation>
    </message>
    <message>
        <source>Brieven afgedrukt</source>
        <translation>Letters printed</translation>
    </message>
    <message>
        <source>Herinneringen afgedrukt</source>
        <translation>Reminders printed</translation>
    </message>
    <message>
        <source>Hiervoor is nu niemand aan de beurt.</source>
        <translation>Nobody&apos;s turn for this now.</translation>
    </message>
    <message>
        <source>Bewaard in {path}.</source>
        <translation>Saved in {path}.</translation>
    </message>
    <message>
        <source>Brieven lidgeld {year}</source>
        <translation>Letters fee {year}</translation>
    </message>
    <message>
        <source>Herinneringen lidgeld {year}</source>
        <translation>Reminders fee {year}</translation>
    </message>
    <message>
        <source>Etiketten {year}</source>
        <translation>Labels {year}</translation>
    </message>
    <message>
        <source>Lidgelden {year}</source>
        <translation>Membership fees {year}</translation>
    </message>
    <message>
        <source>Gegevens van de betaling</source>
        <translation>Details of the payment</translation>
    </message>
    <message>
        <source>Kies een &amp;lid…</source>
        <translation>Choose a &amp;member…</translation>
    </message>
    <message>
        <source>Voorstellen</source>
        <translation>Proposals</translation>
    </message>
    <message>
        <source>Weer p&amp;laatsen</source>
        <translation>P&amp;lace again</translation>
    </message>
    <message>
        <source>Opzij&amp;zetten</source>
        <translation>&amp;Set aside</translation>
    </message>
    <message>
        <source>geboekt op {day}</source>
        <translation>booked on {day}</translation>
    </message>
    <message>
        <source>opzijgezet: geen lidgeld</source>
        <translation>set aside: no fee</translation>
    </message>
    <message>
        <source>Geen.</source>
        <translation>None.</translation>
    </message>
    <message>
        <source>Geen: zoek het lid zelf.</source>
        <translation>None: look the member up yourself.</translation>
    </message>
    <message>
        <source>Bankbetalingen</source>
        <translation>Bank payments</translation>
    </message>
    <message>
        <source>Filter op betaler, mededeling, bedrag</source>
        <translation>Filter by payer, communication, amount</translation>
    </message>
    <message>
        <source>&amp;Afschrift inlezen…</source>
        <translation>Read &amp;statement…</translation>
    </message>
    <message>
        <source>Elke gelezen betaling staat bij een lid. Lees een afschrift in met Ctrl+N.</source>
        <translation>Every payment that was read is on a member. Read a statement with Ctrl+N.</translation>
    </message>
    <message>
        <source>Betaling geplaatst bij {who}</source>
        <translation>Payment placed with {who}</translation>
    </message>
    <message>
        <source>Betaling wacht weer</source>
        <translation>Payment waits again</translation>
    </message>
    <message>
        <source>Betaling opzijgezet</source>
        <translation>Payment set aside</translation>
    </message>
    <message>
        <source>Lidgeld {year}</source>
        <translation>Fee {year}</translation>
    </message>
    <message>
        <source>Herinnering: lidgeld {year} van de Minder Mobielen Centrale</source>
        <translation>Reminder: fee {year} of the Minder Mobielen Centrale</translation>
    </message>
    <message>
        <source>Lidgeld {year} van de Minder Mobielen Centrale</source>
        <translation>Fee {year} of the Minder Mobielen Centrale</translation>
    </message>
    <message>
        <source>Beste {name},</source>
        <translation>Dear {name},</translation>
    </message>
    <message>
        <source>Met vriendelijke groeten,
{desk}</source>
        <translation>Kind regards,
{desk}</translation>
    </message>
    <message>
        <source>Uw lidmaatschap loopt af op 31 december {last}. Wilt u ook in {year} met onze vrijwillige chauffeurs meerijden, betaal dan het lidgeld van {fee}, ten laatste op {before}.</source>
        <translation>Your membership ends on 31 December {last}. If you want to ride along with our volunteer drivers in {year} too, please pay the fee of {fee} by {before}.</translation>
    </message>
    <message>
        <source>Uw lidgeld bij de Minder Mobielen Centrale voor {year} is {fee}.</source>
        <translation>Your fee at the Minder Mobielen Centrale for {year} is {fee}.</translation>
    </message>
    <message>
        <source>U betaalt één keer, voor u beiden.</source>
        <translation>You pay once, for both of you.</translation>
    </message>
    <message>
        <source>Op {day} vroegen wij u het lidgeld voor {year}.</source>
        <translation>On {day} we asked you for the fee of {year}.</translation>
    </message>
    <message>
        <source>Wij ontvingen {received}; er blijft {due} te betalen.</source>
        <translation>We received {received}; {due} remains to be paid.</translation>
    </message>
    <message>
        <source>Wij vonden uw betaling van {due} nog niet terug.</source>
        <translation>We did not find your payment of {due} yet.</translation>
    </message>
    <message>
        <source>Betaalde u intussen? Dan is deze brief niet meer nodig.</source>
        <translation>Did you pay meanwhile? Then this letter is no longer needed.</translation>
    </message>
    <message>
        <source>Schrijf het bedrag over met de gegevens onderaan, of scan de code met de app van uw bank. Neem de gestructureerde mededeling juist over: daaraan zien wij dat u het bent.</source>
        <translation>Transfer the amount with the details below, or scan the code with your bank&apos;s app. Copy the structured communication exactly: it tells us that it is you.</translation>
    </message>
    <message>
        <source>Betaalt u liever contant? Dat kan: {cash}.</source>
        <translation>Do you prefer to pay in cash? You can: {cash}.</translation>
    </message>
    <message>
        <source>aan het onthaal van onze dienst</source>
        <translation>at the reception of our service</translation>
    </message>
    <message>
        <source>U betaalt contant: {cash}. Breng de strook onderaan mee.</source>
        <translation>You pay in cash: {cash}. Bring the strip below along.</translation>
    </message>
    <message>
        <source>Wilt u geen lid meer zijn, of klopt uw adres niet? Bel ons op {phone}.</source>
        <translation>Don&apos;t you want to be a member any more, or is your address wrong? Phone us at {phone}.</translation>
    </message>
    <message>
        <source>Wilt u geen lid meer zijn, of klopt uw adres niet? Laat het ons weten.</source>
        <translation>Don&apos;t you want to be a member any more, or is your address wrong? Let us know.</translation>
    </message>
    <message>
        <source>Adressen</source>
        <translation>Addresses</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Inkomenscontroles</source>
        <translation>Income checks</translation>
    </message>
    <message>
        <source>Lidmaatschappen</source>
        <translation>Memberships</translation>
    </message>
    <message>
        <source>Papieren</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>Weekpatroon</source>
        <translation>Week pattern</translation>
    </message>
    <message>
        <source>Afwezigheden</source>
        <translation>Absences</translation>
    </message>
    <message>
        <source>Voorkeur of niet samen</source>
        <translation>Preferred or not together</translation>
    </message>
    <message>
        <source>Voorkeuren van leden</source>
        <translation>Members&apos; preferences</translation>
    </message>
    <message>
        <source>Vrijwilliger</source>
        <translation>Volunteer</translation>
    </message>
    <message>
        <source>zoals de bank ze heeft, tot de termijn van de boekhouding voorbij is</source>
        <translation>as the bank has them, until the accounting term is over</translation>
    </message>
    <message>
        <source>Begunstigde</source>
        <translation>Beneficiary</translation>
    </message>
    <message>
        <source>Stand op {day} · {count} leden</source>
        <translation>As of {day} · {count} members</translation>
    </message>
    <message>
        <source>te veel betaald</source>
        <translation>overpaid</translation>
    </message>
    <message>
        <source>geen lidgeld</source>
        <translation>no fee</translation>
    </message>
    <message>
        <source>deels betaald</source>
        <translation>partly paid</translation>
    </message>
    <message>
        <source>mededeling</source>
        <translation>communication</translation>
    </message>
    <message>
        <source>lidnummer</source>
        <translation>member number</translation>
    </message>
    <message>
        <source>naam</source>
        <translation>name</translation>
    </message>
    <message>
        <source>familienaam</source>
        <translation>last name</translation>
    </message>
    <message>
        <source>bedrag</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>jaar</source>
        <translation>year</translation>
    </message>
    <message>
        <source>{one} en {other}</source>
        <translation>{one} and {other}</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>{name} staat op een netwerkschijf: daar kan een databank beschadigd raken. Zet ze op deze computer, of werk met meerdere werkplekken op PostgreSQL (mmc-desk move).</source>
        <translation>{name} lies on a network drive: a database can be damaged there. Put it on this computer, or work with several desks on PostgreSQL (mmc-desk move).</translation>
    </message>
</context>
<context>
    <name>planner</name>
    <message>
        <source>de dag, bijvoorbeeld 25/11/2026 of morgen</source>
        <translation>the day, for instance 25/11/2026 or tomorrow</translation>
    </message>
    <message>
        <source>de hele week van die dag</source>
        <translation>the whole week of that day</translation>
    </message>
    <message>
        <source>deze chauffeur valt uit: plan zijn ritten opnieuw</source>
        <translation>this driver falls out: plan their rides again</translation>
    </message>
    <message>
        <source>ritten samen in één wagen zetten waar niemand meer door betaalt</source>
        <translation>put rides in one car where nobody pays more for it</translation>
    </message>
    <message>
        <source>een routedienst (OSRM) voor wegen die nog geschat zijn; ze worden onthouden</source>
        <translation>a route service (OSRM) for roads that are still estimated; they are remembered</translation>
    </message>
    <message>
        <source>wie te bellen voor dit voorstel, als PDF</source>
        <translation>whom to phone for this proposal, as PDF</translation>
    </message>
    <message>
        <source>het voorstel overnemen</source>
        <translation>take the proposal over</translation>
    </message>
    <message>
        <source>een dag in JSON, of een DARP-tekst</source>
        <translation>a day in JSON, or a DARP text</translation>
    </message>
    <message>
        <source>zoveel ritten van een grote dag mogen blijven liggen (zoveel als het bestand vergelijkt)</source>
        <translation>so many rides of a large day may stay unserved (as many as the file compares with)</translation>
    </message>
    <message>
        <source>zo lang mag de hele opdracht duren, start inbegrepen (5); met minder dan een eerste plan vraagt (1 à 2 voor een dag, een halve voor een bestand) komt dat zodra het er is</source>
        <translation>so long the whole command may take, its start included (5); with less than a first plan takes (1 to 2 for a day, a half for a file) that comes as soon as it is there</translation>
    </message>
    <message>
        <source>begin van het toeval (1)</source>
        <translation>seed of chance (1)</translation>
    </message>
    <message>
        <source>het plan als JSON</source>
        <translation>the plan as JSON</translation>
    </message>
    <message>
        <source>geef een aantal seconden, hoogstens 86.400</source>
        <translation>give a number of seconds, 86,400 at most</translation>
    </message>
    <message>
        <source>Planner</source>
        <translation>Planner</translation>
    </message>
    <message>
        <source>een voorstel voor de ritten van een dag of een week</source>
        <translation>a proposal for the rides of a day or a week</translation>
    </message>
    <message>
        <source>{driver}: deze chauffeur bestaat niet.</source>
        <translation>{driver}: there is no such driver.</translation>
    </message>
    <message>
        <source>{driver}: dit beschikbare uur bestaat niet.</source>
        <translation>{driver}: there is no such time window.</translation>
    </message>
    <message>
        <source>{driver}: twee ritten tegelijk.</source>
        <translation>{driver}: two tours at the same time.</translation>
    </message>
    <message>
        <source>{ride}: deze rit bestaat niet.</source>
        <translation>{ride}: there is no such ride.</translation>
    </message>
    <message>
        <source>{ride}: staat niet juist één keer in het plan.</source>
        <translation>{ride}: isn&apos;t in the plan exactly once.</translation>
    </message>
    <message>
        <source>{ride}: {driver} mag of kan deze rit niet rijden.</source>
        <translation>{ride}: {driver} may not or can&apos;t drive this ride.</translation>
    </message>
    <message>
        <source>{ride}: stond vast bij {driver} en is weg.</source>
        <translation>{ride}: was fixed with {driver} and is gone.</translation>
    </message>
    <message>
        <source>{ride}: {driver} is er pas om {time}, na {latest}.</source>
        <translation>{ride}: {driver} is there only at {time}, after {latest}.</translation>
    </message>
    <message>
        <source>{driver}: pas thuis om {time}, na {latest}.</source>
        <translation>{driver}: home only at {time}, after {latest}.</translation>
    </message>
    <message>
        <source>{driver}: te lang onderweg.</source>
        <translation>{driver}: too long on the road.</translation>
    </message>
    <message>
        <source>{driver}: meer ritten dan afgesproken.</source>
        <translation>{driver}: more rides than agreed.</translation>
    </message>
    <message>
        <source>{driver}: meer km dan afgesproken.</source>
        <translation>{driver}: more km than agreed.</translation>
    </message>
    <message>
        <source>{ride}: stapt uit bij {driver} zonder ingestapt te zijn.</source>
        <translation>{ride}: gets out at {driver} without having got in.</translation>
    </message>
    <message>
        <source>{ride}: geen plaats meer in de wagen van {driver}.</source>
        <translation>{ride}: no seat left in {driver}&apos;s car.</translation>
    </message>
    <message>
        <source>{ride}: geen plaats meer voor een rolstoel bij {driver}.</source>
        <translation>{ride}: no place left for a wheelchair at {driver}.</translation>
    </message>
    <message>
        <source>{ride}: stapt niet uit bij {driver}.</source>
        <translation>{ride}: doesn&apos;t get out at {driver}.</translation>
    </message>
    <message>
        <source>{ride}: mag niet samen met {other} in één wagen.</source>
        <translation>{ride}: may not be in one car with {other}.</translation>
    </message>
    <message>
        <source>{ride}: te lang aan boord.</source>
        <translation>{ride}: too long aboard.</translation>
    </message>
    <message>
        <source>Geef een dag, of een bestand met --instance.</source>
        <translation>Give a day, or a file with --instance.</translation>
    </message>
    <message>
        <source>{why} De afstanden zijn geschat.</source>
        <translation>{why} The distances are estimated.</translation>
    </message>
    <message>
        <source>Afstanden van de routedienst</source>
        <translation>Distances of the route service</translation>
    </message>
    <message>
        <source>Geen chauffeur met code {code} op die dag.</source>
        <translation>No driver with code {code} on that day.</translation>
    </message>
    <message>
        <source>Wie bellen: bewaard in {path}.</source>
        <translation>Whom to phone: saved in {path}.</translation>
    </message>
    <message>
        <source>Voorstel overgenomen</source>
        <translation>Proposal taken over</translation>
    </message>
    <message>
        <source>{file} kan niet gelezen worden: {reason}.</source>
        <translation>{file} can’t be read: {reason}.</translation>
    </message>
    <message>
        <source>{file} bevat geen dag om te plannen: {reason}.</source>
        <translation>{file} holds no day to plan: {reason}.</translation>
    </message>
    <message>
        <source>het bestand is te groot</source>
        <translation>the file is too large</translation>
    </message>
    <message>
        <source>het is geen tekst</source>
        <translation>it isn’t text</translation>
    </message>
    <message>
        <source>het is geen JSON vanaf regel {line}, teken {column}</source>
        <translation>it isn’t JSON from line {line}, character {column} on</translation>
    </message>
    <message>
        <source>het is geen gewone JSON</source>
        <translation>it isn’t ordinary JSON</translation>
    </message>
    <message>
        <source>het bestand</source>
        <translation>the file</translation>
    </message>
    <message>
        <source>chauffeur</source>
        <translation>driver</translation>
    </message>
    <message>
        <source>rit</source>
        <translation>ride</translation>
    </message>
    <message>
        <source>{name} staat er {count} keer in</source>
        <translation>{name} is in it {count} times</translation>
    </message>
    <message>
        <source>Kies een dag, of dagen van één week.</source>
        <translation>Choose a day, or days of one week.</translation>
    </message>
    <message>
        <source>valt uit</source>
        <translation>falls out</translation>
    </message>
    <message>
        <source>bevestigd aan het lid</source>
        <translation>confirmed to the member</translation>
    </message>
    <message>
        <source>vastgezet</source>
        <translation>pinned</translation>
    </message>
    <message>
        <source>al vertrokken</source>
        <translation>already under way</translation>
    </message>
    <message>
        <source>zo afgesproken met de chauffeur</source>
        <translation>agreed so with the driver</translation>
    </message>
    <message>
        <source>zonder uur valt er niets te plannen</source>
        <translation>without a time there is nothing to plan</translation>
    </message>
    <message>
        <source>een plaats staat niet op de kaart: vul het adres of het dorp aan</source>
        <translation>a place is on no map: fill in the address or the village</translation>
    </message>
    <message>
        <source>het uur is al voorbij</source>
        <translation>its time is over</translation>
    </message>
    <message>
        <source>telt niet</source>
        <translation>doesn&apos;t count</translation>
    </message>
    <message>
        <source>telt een beetje</source>
        <translation>counts a little</translation>
    </message>
    <message>
        <source>telt gewoon</source>
        <translation>counts as usual</translation>
    </message>
    <message>
        <source>telt veel</source>
        <translation>counts much</translation>
    </message>
    <message>
        <source>iedereen een gelijk deel</source>
        <translation>an equal share for everybody</translation>
    </message>
    <message>
        <source>een chauffeur die het lid kent</source>
        <translation>a driver who knows the member</translation>
    </message>
    <message>
        <source>de voorkeur van het lid</source>
        <translation>the member&apos;s preference</translation>
    </message>
    <message>
        <source>dezelfde chauffeur terug</source>
        <translation>the same driver back</translation>
    </message>
    <message>
        <source>wat de chauffeur liever niet doet</source>
        <translation>what the driver would rather not do</translation>
    </message>
    <message>
        <source>weinig chauffeurs bellen</source>
        <translation>few drivers to phone</translation>
    </message>
    <message>
        <source>wat toegewezen is, blijft</source>
        <translation>what is assigned stays</translation>
    </message>
    <message>
        <source>heeft de rit al</source>
        <translation>has the ride already</translation>
    </message>
    <message>
        <source>voorkeur van het lid</source>
        <translation>the member&apos;s preference</translation>
    </message>
    <message>
        <source>rijdt dit lid die dag ook met rit {ride}</source>
        <translation>also drives this member that day, with ride {ride}</translation>
    </message>
    <message>
        <source>{rides} ritten in 8 weken, een gelijk deel is {share}</source>
        <translation>{rides} rides in 8 weeks, an equal share is {share}</translation>
    </message>
    <message>
        <source>rijdt dan toch al</source>
        <translation>drives then anyway</translation>
    </message>
    <message>
        <source>{km}, de enige die kan</source>
        <translation>{km}, the only one who can</translation>
    </message>
    <message>
        <source>{km}, tegen {other} bij de tweede keuze</source>
        <translation>{km}, against {other} with the second choice</translation>
    </message>
    <message>
        <source>{km} in plaats van {other}</source>
        <translation>{km} instead of {other}</translation>
    </message>
    <message>
        <source>reed dit lid al eens</source>
        <translation>drove this member once</translation>
    </message>
    <message>
        <source>reed dit lid al {times} keer</source>
        <translation>drove this member {times} times</translation>
    </message>
    <message>
        <source>wil liever niet verder dan {km}</source>
        <translation>would rather not go further than {km}</translation>
    </message>
    <message>
        <source>wacht liever niet aan het ziekenhuis</source>
        <translation>would rather not wait at the hospital</translation>
    </message>
    <message>
        <source>zei {count} keer nee in 4 weken</source>
        <translation>said no {count} times in 4 weeks</translation>
    </message>
    <message>
        <source>&amp;Voorstel</source>
        <translation>&amp;Proposal</translation>
    </message>
    <message>
        <source>&amp;Alles overnemen</source>
        <translation>&amp;Take over everything</translation>
    </message>
    <message>
        <source>&amp;Week voorstellen</source>
        <translation>Propose the &amp;week</translation>
    </message>
    <message>
        <source>Voorstel zonder &amp;deze chauffeur</source>
        <translation>Proposal without &amp;this driver</translation>
    </message>
    <message>
        <source>Wie be&amp;llen voor dit voorstel…</source>
        <translation>Whom to &amp;phone for this proposal…</translation>
    </message>
    <message>
        <source>Wat &amp;telt bij het plannen…</source>
        <translation>What &amp;counts when planning…</translation>
    </message>
    <message>
        <source>Voorstel overgenomen: {count} ritten</source>
        <translation>Proposal taken over: {count} rides</translation>
    </message>
    <message>
        <source>Voorstel overgenomen: 1 rit</source>
        <translation>Proposal taken over: 1 ride</translation>
    </message>
    <message>
        <source>Vraag eerst een voorstel met Ctrl+G.</source>
        <translation>First ask for a proposal with Ctrl+G.</translation>
    </message>
    <message>
        <source>Neemt over…</source>
        <translation>Taking over…</translation>
    </message>
    <message>
        <source>Leest de ritten en de chauffeurs…</source>
        <translation>Reading rides and drivers…</translation>
    </message>
    <message>
        <source>Zoekt verder… Esc stopt het zoeken.</source>
        <translation>Searching on… Esc stops the search.</translation>
    </message>
    <message>
        <source>Klaar na {seconds} s.</source>
        <translation>Ready after {seconds} s.</translation>
    </message>
    <message>
        <source>Voorstel zonder {names}</source>
        <translation>Proposal without {names}</translation>
    </message>
    <message>
        <source>Voorstel</source>
        <translation>Proposal</translation>
    </message>
    <message>
        <source>Voorstel {first} – {last}</source>
        <translation>Proposal {first} – {last}</translation>
    </message>
    <message>
        <source>Hoever het zoeken staat</source>
        <translation>How far the search is</translation>
    </message>
    <message>
        <source>Voorgestelde ritten</source>
        <translation>Proposed rides</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>&amp;Rit overnemen</source>
        <translation>Take over this &amp;ride</translation>
    </message>
    <message>
        <source>&amp;Chauffeur overnemen</source>
        <translation>Take over this &amp;driver</translation>
    </message>
    <message>
        <source>&amp;Niet zo</source>
        <translation>&amp;Not so</translation>
    </message>
    <message>
        <source>&amp;Wie kan deze rit?</source>
        <translation>W&amp;ho can take this ride?</translation>
    </message>
    <message>
        <source>W&amp;aarom?</source>
        <translation>W&amp;hy?</translation>
    </message>
    <message>
        <source>Waarom? (spatie)</source>
        <translation>Why? (space)</translation>
    </message>
    <message>
        <source>Voorstel sluiten</source>
        <translation>Close the proposal</translation>
    </message>
    <message>
        <source>Stoppen, sluiten (Esc)</source>
        <translation>Stop, close (Esc)</translation>
    </message>
    <message>
        <source>Het bord staat al zoals de planner het zou doen: er is niets te wijzigen.</source>
        <translation>The board is already as the planner would have it: nothing to change.</translation>
    </message>
    <message>
        <source>Er kan geen tweede proces starten (te weinig geheugen, of een beveiliging die het verbiedt). Het zoeken gebeurt in het venster zelf, dat intussen trager kan zijn.</source>
        <translation>No second process can start (too little memory, or a guard that forbids it). The search goes on in the window itself, which may be slower meanwhile.</translation>
    </message>
    <message>
        <source>Het zoeken brak af. Wat al gevonden was, blijft staan; zoek opnieuw met Ctrl+G.</source>
        <translation>The search broke off. What was found already stands; search again with Ctrl+G.</translation>
    </message>
    <message>
        <source>Zonder chauffeur ({count})</source>
        <translation>Without a driver ({count})</translation>
    </message>
    <message>
        <source>{count} ritten</source>
        <translation>{count} rides</translation>
    </message>
    <message>
        <source>Niemand kan: {why}.</source>
        <translation>Nobody can: {why}.</translation>
    </message>
    <message>
        <source>nu bij {name}</source>
        <translation>now with {name}</translation>
    </message>
    <message>
        <source>{name} kan niet meer</source>
        <translation>{name} can&apos;t any more</translation>
    </message>
    <message>
        <source>Want: {reasons}</source>
        <translation>Because: {reasons}</translation>
    </message>
    <message>
        <source>Met chauffeur</source>
        <translation>With a driver</translation>
    </message>
    <message>
        <source>Kilometers</source>
        <translation>Kilometres</translation>
    </message>
    <message>
        <source>Zonder chauffeur</source>
        <translation>Without a driver</translation>
    </message>
    <message>
        <source>Het lukt wel: {change}.</source>
        <translation>It can be done: {change}.</translation>
    </message>
    <message>
        <source>Anders: {name}, {km}; voor deze rit zo goed, voor het geheel niet beter</source>
        <translation>Otherwise: {name}, {km}; as good for this ride, no better for the whole</translation>
    </message>
    <message>
        <source>Anders: {name}, {km}; alles meegeteld {extra} slechter</source>
        <translation>Otherwise: {name}, {km}; {extra} worse, all counted</translation>
    </message>
    <message>
        <source>Chauffeurs</source>
        <translation>Drivers</translation>
    </message>
    <message>
        <source>Leden betalen</source>
        <translation>Members pay</translation>
    </message>
    <message>
        <source>Ritten boven of onder een gelijk deel, gemiddeld</source>
        <translation>Rides above or below an equal share, on average</translation>
    </message>
    <message>
        <source>{changes} wijzigingen: {rides} ritten, {drivers} chauffeurs, {km}, {unserved} zonder chauffeur</source>
        <translation>{changes} changes: {rides} rides, {drivers} drivers, {km}, {unserved} without a driver</translation>
    </message>
    <message>
        <source>en nog {count}</source>
        <translation>and {count} more</translation>
    </message>
    <message>
        <source>Niet overgenomen ({count}):</source>
        <translation>Not taken over ({count}):</translation>
    </message>
    <message>
        <source>{km} van huis tot huis: de beste keuze</source>
        <translation>{km} home to home: the best choice</translation>
    </message>
    <message>
        <source>{km} van huis tot huis: alles meegeteld {extra} slechter</source>
        <translation>{km} home to home: {extra} worse, all counted</translation>
    </message>
    <message>
        <source>Er zijn geen open ritten in deze dagen: er valt niets te plannen.</source>
        <translation>There are no open rides in these days: nothing to plan.</translation>
    </message>
    <message>
        <source>Gesloten op {day} ({reason}): er zijn geen ritten te plannen.</source>
        <translation>Closed on {day} ({reason}): no rides to plan.</translation>
    </message>
    <message>
        <source>Er zijn geen open ritten op {day}: er valt niets te plannen.</source>
        <translation>There are no open rides on {day}: nothing to plan.</translation>
    </message>
    <message>
        <source>Elke rit ligt al vast: bevestigd, vastgezet, buiten het weekpatroon afgesproken, of het uur is voorbij. Maak een rit los (V) of neem ze weg van haar chauffeur (Del) om ze mee te laten plannen.</source>
        <translation>Every ride is settled already: confirmed, pinned, agreed outside the week pattern, or its hour is past. Unpin a ride (V) or take it away from its driver (Del) to have it planned too.</translation>
    </message>
    <message>
        <source>Niemand rijdt: de dienst is dan gesloten. Bel wie wil rijden, en wijs de rit toe met Enter.</source>
        <translation>Nobody drives: the desk is closed then. Phone who wants to drive, and assign the ride with Enter.</translation>
    </message>
    <message>
        <source>Geen enkele chauffeur is dan vrij. Kijk de weekuren en de afwezigheden na.</source>
        <translation>No driver is free then. Check the weekly hours and the absences.</translation>
    </message>
    <message>
        <source>1 gaat niet samen met dit lid</source>
        <translation>1 doesn&apos;t go together with this member</translation>
    </message>
    <message>
        <source>{count} gaan niet samen met dit lid</source>
        <translation>{count} don&apos;t go together with this member</translation>
    </message>
    <message>
        <source>1 zei al nee</source>
        <translation>1 said no already</translation>
    </message>
    <message>
        <source>{count} zeiden al nee</source>
        <translation>{count} said no already</translation>
    </message>
    <message>
        <source>1 neemt geen vaste rolstoel mee</source>
        <translation>1 takes no rigid wheelchair</translation>
    </message>
    <message>
        <source>{count} nemen geen vaste rolstoel mee</source>
        <translation>{count} take no rigid wheelchair</translation>
    </message>
    <message>
        <source>1 heeft te weinig plaatsen</source>
        <translation>1 has too few seats</translation>
    </message>
    <message>
        <source>{count} hebben te weinig plaatsen</source>
        <translation>{count} have too few seats</translation>
    </message>
    <message>
        <source>1 is dan niet vrij</source>
        <translation>1 isn&apos;t free then</translation>
    </message>
    <message>
        <source>{count} zijn dan niet vrij</source>
        <translation>{count} aren&apos;t free then</translation>
    </message>
    <message>
        <source>1 rijdt dan al</source>
        <translation>1 drives then already</translation>
    </message>
    <message>
        <source>{count} rijden dan al</source>
        <translation>{count} drive then already</translation>
    </message>
    <message>
        <source>1 heeft genoeg ritten die week</source>
        <translation>1 has enough rides that week</translation>
    </message>
    <message>
        <source>{count} hebben genoeg ritten die week</source>
        <translation>{count} have enough rides that week</translation>
    </message>
    <message>
        <source>1 heeft genoeg km die week</source>
        <translation>1 has enough km that week</translation>
    </message>
    <message>
        <source>{count} hebben genoeg km die week</source>
        <translation>{count} have enough km that week</translation>
    </message>
    <message>
        <source>gesloten die dag: {reason}</source>
        <translation>closed that day: {reason}</translation>
    </message>
    <message>
        <source>niemand is die dag beschikbaar</source>
        <translation>nobody is available that day</translation>
    </message>
    <message>
        <source>{minutes} minuten later kan {name}</source>
        <translation>{minutes} minutes later {name} can</translation>
    </message>
    <message>
        <source>{minutes} minuten vroeger kan {name}</source>
        <translation>{minutes} minutes earlier {name} can</translation>
    </message>
    <message>
        <source>als {name} akkoord gaat met {since} – {until}</source>
        <translation>if {name} agrees with {since} – {until}</translation>
    </message>
    <message>
        <source>als {name} 1 rit meer mag rijden die week</source>
        <translation>if {name} may drive 1 more ride that week</translation>
    </message>
    <message>
        <source>als {name} {km} meer mag rijden die week</source>
        <translation>if {name} may drive {km} more that week</translation>
    </message>
    <message>
        <source>als {name} toch ja zegt</source>
        <translation>if {name} says yes after all</translation>
    </message>
    <message>
        <source>Nu: {totals}</source>
        <translation>Now: {totals}</translation>
    </message>
    <message>
        <source>Voorstel: {totals}</source>
        <translation>Proposal: {totals}</translation>
    </message>
    <message>
        <source>Overgenomen: {rides} ritten kregen een (andere) chauffeur.</source>
        <translation>Taken over: {rides} rides got a (different) driver.</translation>
    </message>
    <message>
        <source>Niet samengezet: {ride} met {other}. {why}</source>
        <translation>Not put together: {ride} with {other}. {why}</translation>
    </message>
    <message>
        <source>Niet overgenomen: {ride} {why}</source>
        <translation>Not taken over: {ride} {why}</translation>
    </message>
    <message>
        <source>{days}: {rides} ritten te plannen met {drivers} chauffeurs; {kept} staan vast.</source>
        <translation>{days}: {rides} rides to plan with {drivers} drivers; {kept} are fixed.</translation>
    </message>
    <message>
        <source>Bij {count} ritten staat geen waarom: geef meer tijd met --seconds.</source>
        <translation>No reasons are given for {count} rides: allow more time with --seconds.</translation>
    </message>
    <message>
        <source>Zonder chauffeur: {ride}</source>
        <translation>Without a driver: {ride}</translation>
    </message>
    <message>
        <source>Niet gepland: {ride} ({why})</source>
        <translation>Not planned: {ride} ({why})</translation>
    </message>
    <message>
        <source>Niet op de kaart: {who}. Een weg ernaartoe telt als {km}: vul het adres of het dorp aan.</source>
        <translation>On no map: {who}. A way there counts as {km}: fill in the address or the village.</translation>
    </message>
    <message>
        <source>Kan samen maar blijft apart: {ride} met {other}, {km} minder ({why})</source>
        <translation>Could go together but stays apart: {ride} with {other}, {km} less ({why})</translation>
    </message>
    <message>
        <source>Samen in één wagen: {ride} met {other}, {km} minder, {euro} minder per lid</source>
        <translation>Together in one car: {ride} with {other}, {km} less, {euro} less per member</translation>
    </message>
    <message>
        <source>Samen in één wagen gezet: {count} paar ritten.</source>
        <translation>Put together in one car: {count} pairs of rides.</translation>
    </message>
    <message>
        <source>Uren een half uur laten schuiven spaart geen km meer uit.</source>
        <translation>Letting times move by half an hour saves no more km.</translation>
    </message>
    <message>
        <source>Mogen uren een half uur schuiven, dan sparen gedeelde wagens {km} en {euro} uit tegenover elke rit apart, met {drivers} chauffeurs. Dat is raad en wordt niet overgenomen: spreek het af en zet ze samen op het dagbord.</source>
        <translation>If times may move by half an hour, shared cars save {km} and {euro} against each ride apart, with {drivers} drivers. That is advice and isn&apos;t taken over: agree on it and put them together on the day board.</translation>
    </message>
    <message>
        <source>  Samen aan boord bij {driver}: {rides}</source>
        <translation>  Aboard together with {driver}: {rides}</translation>
    </message>
    <message>
        <source>  Samen aan boord: {rides} (zo in het voorstel)</source>
        <translation>  Aboard together: {rides} (as in the proposal)</translation>
    </message>
    <message>
        <source>  Ritten zonder plaats: {count}</source>
        <translation>  Rides without a place: {count}</translation>
    </message>
    <message>
        <source>erbij {rides}</source>
        <translation>added {rides}</translation>
    </message>
    <message>
        <source>weg {rides}</source>
        <translation>gone {rides}</translation>
    </message>
    <message>
        <source>Bellen: {who}: {what}</source>
        <translation>Phone: {who}: {what}</translation>
    </message>
    <message>
        <source>{km} meer dan de kortste verdeling; dat wint:</source>
        <translation>{km} more than the shortest division; that wins:</translation>
    </message>
    <message>
        <source>{km} meer dan de kortste verdeling.</source>
        <translation>{km} more than the shortest way to share them out.</translation>
    </message>
    <message>
        <source>  {weight}: {km}</source>
        <translation>  {weight}: {km}</translation>
    </message>
    <message>
        <source>{km}, {euro}, {drivers} chauffeurs, {rides} ritten, {unserved} zonder chauffeur</source>
        <translation>{km}, {euro}, {drivers} drivers, {rides} rides, {unserved} without a driver</translation>
    </message>
    <message>
        <source>De ondergrens in het bestand klopt niet: {bound}, en dit plan haalt {km}. Kijk lower_bound na.</source>
        <translation>The lower bound in the file is wrong: {bound}, and this plan takes {km}. Check lower_bound.</translation>
    </message>
    <message>
        <source>{instance}: {km}, zonder chauffeur: {unserved}, {seconds} s</source>
        <translation>{instance}: {km}, without a driver: {unserved}, {seconds} s</translation>
    </message>
    <message>
        <source>, {gap} % boven de ondergrens van {bound}</source>
        <translation>, {gap} % above the lower bound of {bound}</translation>
    </message>
    <message>
        <source>{ride} in</source>
        <translation>{ride} in</translation>
    </message>
    <message>
        <source>{ride} uit</source>
        <translation>{ride} out</translation>
    </message>
    <message>
        <source>Iedereen een &amp;gelijk deel</source>
        <translation>An &amp;equal share for everybody</translation>
    </message>
    <message>
        <source>Een chauffeur die het lid &amp;kent</source>
        <translation>A driver who &amp;knows the member</translation>
    </message>
    <message>
        <source>De &amp;voorkeur van het lid</source>
        <translation>The member&apos;s &amp;preference</translation>
    </message>
    <message>
        <source>Dezelfde chauffeur &amp;terug</source>
        <translation>The same driver &amp;back</translation>
    </message>
    <message>
        <source>Wat de chauffeur &amp;liever niet doet</source>
        <translation>What the driver would &amp;rather not do</translation>
    </message>
    <message>
        <source>Weinig chauffeurs &amp;bellen</source>
        <translation>&amp;Few drivers to phone</translation>
    </message>
    <message>
        <source>Wat toegewezen is, blij&amp;ft</source>
        <translation>What is assigned, &amp;stays</translation>
    </message>
    <message>
        <source>Kies hoeveel iets telt: het voorstel ernaast verandert mee.</source>
        <translation>Choose how much something counts: the proposal beside it changes along.</translation>
    </message>
    <message>
        <source>Wat het voorstel wordt</source>
        <translation>What the proposal becomes</translation>
    </message>
    <message>
        <source>Wordt berekend…</source>
        <translation>Being worked out…</translation>
    </message>
    <message>
        <source>Wat telt bij het plannen</source>
        <translation>What counts when planning</translation>
    </message>
    <message>
        <source>Zo &amp;onthouden</source>
        <translation>Re&amp;member this</translation>
    </message>
    <message>
        <source>Gewichten van de planner gewijzigd</source>
        <translation>Weights of the planner changed</translation>
    </message>
    <message>
        <source>Dit alles samen: {km} meer rijden dan met enkel de kortste weg.</source>
        <translation>All of this together: {km} more on the road than with the shortest way alone.</translation>
    </message>
    <message>
        <source>Wint zoveel als {km}</source>
        <translation>Wins as much as {km}</translation>
    </message>
    <message>
        <source>Geeft {km} toe aan wat meer telt</source>
        <translation>Yields {km} to what counts more</translation>
    </message>
    <message>
        <source>Verandert niets aan dit voorstel</source>
        <translation>Changes nothing about this proposal</translation>
    </message>
    <message>
        <source>het bestand is leeg</source>
        <translation>the file is empty</translation>
    </message>
    <message>
        <source>regel {row} noemt niet het aantal wagens en ritten, de langste tocht, de plaatsen en de langste rit</source>
        <translation>line {row} doesn’t name the number of cars and rides, the longest tour, the seats and the longest ride</translation>
    </message>
    <message>
        <source>de haltes zijn niet genummerd van 0 af</source>
        <translation>the stops aren’t numbered from 0 on</translation>
    </message>
    <message>
        <source>regel {row} is geen halte: nummer, x, y, minuten, plaatsen, vroegst en laatst</source>
        <translation>line {row} isn’t a stop: number, x, y, minutes, seats, earliest and latest</translation>
    </message>
    <message>
        <source>{count} ritten vragen {wanted} haltes, met de standplaats, en er staan er {stops} in</source>
        <translation>{count} rides ask for {wanted} stops, the depot included, and there are {stops}</translation>
    </message>
    <message>
        <source>bij halte {dropoff} stapt niet uit wie bij halte {pickup} instapt</source>
        <translation>who gets in at stop {pickup} doesn’t get out at stop {dropoff}</translation>
    </message>
    <message>
        <source>“{text}” op regel {row}</source>
        <translation>“{text}” on line {row}</translation>
    </message>
    <message>
        <source>“{text}” op regel {row} is geen heel getal</source>
        <translation>“{text}” on line {row} isn’t a whole number</translation>
    </message>
    <message>
        <source>{name} is geen getal</source>
        <translation>{name} isn’t a number</translation>
    </message>
    <message>
        <source>{name} ligt niet tussen {least} en {most}</source>
        <translation>{name} isn’t between {least} and {most}</translation>
    </message>
    <message>
        <source>{name} is geen lijst</source>
        <translation>{name} isn’t a list</translation>
    </message>
    <message>
        <source>{name} telt {count} stuks en het programma plant er hoogstens {most}</source>
        <translation>{name} holds {count} and the program plans {most} at most</translation>
    </message>
    <message>
        <source>{name} heeft geen velden</source>
        <translation>{name} has no fields</translation>
    </message>
    <message>
        <source>bij {name} ontbreekt {field}</source>
        <translation>{name} lacks {field}</translation>
    </message>
    <message>
        <source>{name} is geen heel getal</source>
        <translation>{name} isn’t a whole number</translation>
    </message>
    <message>
        <source>{name} is geen ja of nee</source>
        <translation>{name} isn’t yes or no</translation>
    </message>
    <message>
        <source>{name} is geen korte tekst</source>
        <translation>{name} isn’t a short text</translation>
    </message>
    <message>
        <source>{field} van {name}</source>
        <translation>{field} of {name}</translation>
    </message>
    <message>
        <source>{name} is geen paar van twee getallen</source>
        <translation>{name} isn’t a pair of numbers</translation>
    </message>
    <message>
        <source>Wie bellen</source>
        <translation>Whom to phone</translation>
    </message>
    <message>
        <source>erbij</source>
        <translation>comes</translation>
    </message>
    <message>
        <source>valt weg</source>
        <translation>goes</translation>
    </message>
    <message>
        <source>blijft</source>
        <translation>stays</translation>
    </message>
    <message>
        <source>Er verandert niets: er is niemand te bellen.</source>
        <translation>Nothing changes: there is nobody to phone.</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Weg – thuis</source>
        <translation>Away – home</translation>
    </message>
    <message>
        <source>Ophalen</source>
        <translation>Pick-up</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Van – naar</source>
        <translation>From – to</translation>
    </message>
    <message>
        <source>Was bij, gaat naar</source>
        <translation>Was with, goes to</translation>
    </message>
    <message>
        <source>Ja / nee / uur</source>
        <translation>Yes / no / time</translation>
    </message>
    <message>
        <source>geen nummer bekend</source>
        <translation>no number known</translation>
    </message>
    <message>
        <source>{subject}, zonder {names}</source>
        <translation>{subject}, without {names}</translation>
    </message>
    <message>
        <source>Voorstel voor {day}</source>
        <translation>Proposal for {day}</translation>
    </message>
    <message>
        <source>Voorstel van {first} tot {last}</source>
        <translation>Proposal from {first} to {last}</translation>
    </message>
    <message>
        <source>Wie bellen {day}.pdf</source>
        <translation>Whom to phone {day}.pdf</translation>
    </message>
    <message>
        <source>niemand kan ze samen rijden</source>
        <translation>nobody can drive them together</translation>
    </message>
    <message>
        <source>de dag wordt er niet beter van</source>
        <translation>the day gets no better for it</translation>
    </message>
    <message>
        <source>een lid betaalt dan {euro} meer</source>
        <translation>a member then pays {euro} more</translation>
    </message>
</context>
<context>
    <name>preferences</name>
    <message>
        <source>Zoals het systeem</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>Licht</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Donker</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>&amp;Thema</source>
        <translation>&amp;Theme</translation>
    </message>
    <message>
        <source>&amp;Grootte van de tekst</source>
        <translation>&amp;Size of the text</translation>
    </message>
    <message>
        <source>T&amp;aal</source>
        <translation>&amp;Language</translation>
    </message>
    <message>
        <source>Een andere taal geldt vanaf de volgende start.</source>
        <translation>Another language holds from the next start.</translation>
    </message>
    <message>
        <source>Instellingen</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Instellingen opslaan</source>
        <translation>Save settings</translation>
    </message>
</context>
<context>
    <name>preview</name>
    <message>
        <source>Bladen</source>
        <translation>Sheets</translation>
    </message>
    <message>
        <source>Zoeken in dit document</source>
        <translation>Search in this document</translation>
    </message>
    <message>
        <source>Af&amp;drukken…</source>
        <translation>&amp;Print…</translation>
    </message>
    <message>
        <source>&amp;Opslaan als PDF…</source>
        <translation>&amp;Save as PDF…</translation>
    </message>
    <message>
        <source>Kleiner</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>Groter</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>Opslaan als PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>{path} kan niet geschreven worden ({reason}). Kies een andere map.</source>
        <translation>{path} can’t be written ({reason}). Choose another folder.</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>Niet gevonden</source>
        <translation>Not found</translation>
    </message>
    <message>
        <source>{place} van {count}</source>
        <translation>{place} of {count}</translation>
    </message>
    <message>
        <source>Blad {page} van {pages}</source>
        <translation>Sheet {page} of {pages}</translation>
    </message>
</context>
<context>
    <name>print</name>
    <message>
        <source>Datum en handtekening</source>
        <translation>Date and signature</translation>
    </message>
    <message>
        <source>Wat deze cijfers betekenen</source>
        <translation>What these figures mean</translation>
    </message>
    <message>
        <source>Pagina {page} van {pages}</source>
        <translation>Page {page} of {pages}</translation>
    </message>
    <message>
        <source>Afgedrukt op {at:%d/%m/%Y} om {at:%H:%M}</source>
        <translation>Printed on {at:%d/%m/%Y} at {at:%H:%M}</translation>
    </message>
    <message>
        <source>De schijf is vol: {path} werd niet bewaard. Maak plaats en probeer opnieuw.</source>
        <translation>The disk is full: {path} was not saved. Make room and try again.</translation>
    </message>
    <message>
        <source>De map {folder} bestaat niet. Kies een andere map.</source>
        <translation>The folder {folder} doesn’t exist. Choose another folder.</translation>
    </message>
    <message>
        <source>{path} is een map. Kies een bestandsnaam.</source>
        <translation>{path} is a folder. Choose a file name.</translation>
    </message>
    <message>
        <source>{path} kan niet geschreven worden. Sluit het bestand als het elders open staat, of kies een map waarin u mag schrijven.</source>
        <translation>{path} can’t be written. Close the file if it is open elsewhere, or choose a folder you may write to.</translation>
    </message>
    <message>
        <source>{path} kan niet geschreven worden ({reason}). Kies een andere plaats.</source>
        <translation>{path} can’t be written ({reason}). Choose another place.</translation>
    </message>
    <message>
        <source>OEFENDATA</source>
        <translation>OEFENDATA</translation>
    </message>
    <message>
        <source>&amp;LAfgedrukt op &amp;D om &amp;T&amp;RPagina &amp;P van &amp;N</source>
        <translation>&amp;LPrinted on &amp;D at &amp;T&amp;RPage &amp;P of &amp;N</translation>
    </message>
    <message>
        <source>Blad</source>
        <translation>Sheet</translation>
    </message>
    <message>
        <source>Er is geen printer gevonden. Zet hem aan, of bewaar dit als PDF en druk het later af.</source>
        <translation>No printer was found. Switch it on, or save this as PDF and print it later.</translation>
    </message>
    <message>
        <source>De printer antwoordt niet. Kijk hem na, of bewaar dit als PDF.</source>
        <translation>The printer doesn’t answer. Check it, or save this as PDF.</translation>
    </message>
    <message>
        <source>{subject} (vervolg)</source>
        <translation>{subject} (continued)</translation>
    </message>
    <message>
        <source>Scan met uw bankapp</source>
        <translation>Scan with your bank&apos;s app</translation>
    </message>
    <message>
        <source>Blad {sheet} van {sheets}</source>
        <translation>Sheet {sheet} of {sheets}</translation>
    </message>
    <message>
        <source>Inhoud</source>
        <translation>Contents</translation>
    </message>
    <message>
        <source>Een PDF voor het archief vraagt de uitbreiding “archive”. Installeer ze met: pip install mmc-desk[archive]. Een gewone PDF kan altijd.</source>
        <translation>A PDF for the archive needs the extra “archive”. Install it with: pip install mmc-desk[archive]. An ordinary PDF is always possible.</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>Jaar</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>Vorig jaar</source>
        <translation>Last year</translation>
    </message>
    <message>
        <source>Volgend jaar</source>
        <translation>Next year</translation>
    </message>
    <message>
        <source>Opslaan als…</source>
        <translation>Save as…</translation>
    </message>
    <message>
        <source>Afdrukken…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>met {year} ernaast</source>
        <translation>with {year} beside it</translation>
    </message>
    <message>
        <source>Van {year} is nog niets gekend. Kies een ander jaar, of importeer uw ritboeken.</source>
        <translation>Nothing is known of {year} yet. Choose another year, or import your ride books.</translation>
    </message>
    <message>
        <source>Opslaan als</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
</context>
<context>
    <name>request</name>
    <message>
        <source>F4 neemt de eerste over, Enter of dubbelklik een andere.</source>
        <translation>F4 copies the first, Enter or a double click another.</translation>
    </message>
    <message>
        <source>Vorige ritten</source>
        <translation>Earlier rides</translation>
    </message>
    <message>
        <source>Voorlezen aan het lid</source>
        <translation>Read back to the member</translation>
    </message>
    <message>
        <source>Klopt de afstand niet? F6 past ze aan.</source>
        <translation>Is the distance wrong? F6 mends it.</translation>
    </message>
    <message>
        <source>Wie belt?</source>
        <translation>Who is calling?</translation>
    </message>
    <message>
        <source>Typ een naam, een lidnummer of een telefoonnummer.</source>
        <translation>Type a name, a member number or a phone number.</translation>
    </message>
    <message>
        <source>Lid nr. {number}</source>
        <translation>Member no. {number}</translation>
    </message>
    <message>
        <source>Hulpmiddel: {aid}</source>
        <translation>Aid: {aid}</translation>
    </message>
    <message>
        <source>Lidgeld: nog nooit betaald</source>
        <translation>Fee: never paid yet</translation>
    </message>
    <message>
        <source>Lidgeld betaald t.e.m. {year}</source>
        <translation>Fee paid up to {year}</translation>
    </message>
    <message>
        <source>Inkomen in orde</source>
        <translation>Income in order</translation>
    </message>
    <message>
        <source>Inkomen: uitzondering</source>
        <translation>Income: exception</translation>
    </message>
    <message>
        <source>Inkomen nog na te kijken</source>
        <translation>Income still to be checked</translation>
    </message>
    <message>
        <source>, herziening {day}</source>
        <translation>, review {day}</translation>
    </message>
    <message>
        <source>Betaalt {how}</source>
        <translation>Pays {how}</translation>
    </message>
    <message>
        <source>Ophalen om {time}</source>
        <translation>Pick-up at {time}</translation>
    </message>
    <message>
        <source>Terug thuis rond {time}</source>
        <translation>Home again around {time}</translation>
    </message>
    <message>
        <source>Ongeveer {amount}</source>
        <translation>About {amount}</translation>
    </message>
    <message>
        <source>Vooraf: {sum}.</source>
        <translation>Beforehand: {sum}.</translation>
    </message>
    <message>
        <source>{sum}; de weg van en naar het huis van de chauffeur komt erbij.</source>
        <translation>{sum}; the way from and to the driver’s house is added.</translation>
    </message>
    <message>
        <source>Het tarief van die dag is nog niet gekend: het laatste geldt.</source>
        <translation>The rate of that day isn’t known yet: the last one holds.</translation>
    </message>
    <message>
        <source>Let op: dit tarief ligt boven het wettelijk km-tarief.</source>
        <translation>Mind: this tariff is above the official km rate.</translation>
    </message>
    <message>
        <source>Rit aannemen</source>
        <translation>Take a ride</translation>
    </message>
    <message>
        <source>Rit &amp;opslaan</source>
        <translation>&amp;Save ride</translation>
    </message>
    <message>
        <source>Rit wijzigen</source>
        <translation>Change ride</translation>
    </message>
    <message>
        <source>Kies eerst het lid dat belt.</source>
        <translation>Choose the member who calls first.</translation>
    </message>
    <message>
        <source>Vul een datum in, bijvoorbeeld 25/11, +2 of vr.</source>
        <translation>Fill in a date, for instance 25/11, +2 or vr.</translation>
    </message>
    <message>
        <source>geen lid meer</source>
        <translation>no longer a member</translation>
    </message>
    <message>
        <source>nr. {number}</source>
        <translation>no. {number}</translation>
    </message>
    <message>
        <source>&amp;Lid</source>
        <translation>&amp;Member</translation>
    </message>
    <message>
        <source>Naam, lidnummer, telefoon, dorp of geboortejaar. F4: zoals vorige keer.</source>
        <translation>Name, member number, phone, village or year of birth. F4: as last time.</translation>
    </message>
    <message>
        <source>&amp;Datum</source>
        <translation>&amp;Date</translation>
    </message>
    <message>
        <source>25/11, +2 of vr</source>
        <translation>25/11, +2 or vr</translation>
    </message>
    <message>
        <source>&amp;Afspraak om</source>
        <translation>&amp;Appointment at</translation>
    </message>
    <message>
        <source>&amp;Naar</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>↓ toont de laatste bestemmingen.</source>
        <translation>↓ shows the last destinations.</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>&amp;Terug</source>
        <translation>&amp;Return</translation>
    </message>
    <message>
        <source>Ter&amp;ug om</source>
        <translation>Ret&amp;urn at</translation>
    </message>
    <message>
        <source>D&amp;uur ter plaatse</source>
        <translation>D&amp;uration there</translation>
    </message>
    <message>
        <source>&amp;Ophalen om</source>
        <translation>&amp;Pick-up at</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>geen</source>
        <translation>none</translation>
    </message>
    <message>
        <source>neemt parkeerkaart mee</source>
        <translation>takes a parking card along</translation>
    </message>
    <message>
        <source>&amp;Hulpmiddel</source>
        <translation>A&amp;id</translation>
    </message>
    <message>
        <source>Andere leden in dezelfde wagen: typ een naam, Enter neemt hem mee.</source>
        <translation>Other members in the same car: type a name, Enter takes them along.</translation>
    </message>
    <message>
        <source>&amp;Meerijders</source>
        <translation>Passen&amp;gers</translation>
    </message>
    <message>
        <source>&amp;Begeleiders</source>
        <translation>&amp;Companions</translation>
    </message>
    <message>
        <source>&amp;Parkeerkaart</source>
        <translation>Par&amp;king card</translation>
    </message>
    <message>
        <source>Tussensto&amp;ps</source>
        <translation>&amp;Stops</translation>
    </message>
    <message>
        <source>Hoogstens drie, gescheiden door een puntkomma.</source>
        <translation>At most three, separated by a semicolon.</translation>
    </message>
    <message>
        <source>Op&amp;merking</source>
        <translation>N&amp;ote</translation>
    </message>
    <message>
        <source>uu:mm</source>
        <translation>hh:mm</translation>
    </message>
    <message>
        <source>Het voorstel is {time}; uw uur blijft staan.</source>
        <translation>The proposal is {time}; your time stays.</translation>
    </message>
    <message>
        <source>Hoogstens {most} tussenstops.</source>
        <translation>At most {most} stops.</translation>
    </message>
    <message>
        <source>laatst {day}</source>
        <translation>last {day}</translation>
    </message>
</context>
<context>
    <name>retention</name>
    <message>
        <source>Opruimen gevraagd</source>
        <translation>Clean-up asked</translation>
    </message>
    <message>
        <source>{kind}: {count} ({years} jaar, vóór {day})</source>
        <translation>{kind}: {count} ({years} years, before {day})</translation>
    </message>
    <message>
        <source>wacht op goedkeuring</source>
        <translation>waits for approval</translation>
    </message>
    <message>
        <source>opgeruimd op {day} door {name}</source>
        <translation>cleaned up on {day} by {name}</translation>
    </message>
    <message>
        <source>Opgeruimd wat voorbij de bewaartermijn is</source>
        <translation>What is past its retention term cleaned up</translation>
    </message>
    <message>
        <source>de eerste vraagt het, een tweede keurt het goed</source>
        <translation>the first one asks, a second one approves</translation>
    </message>
    <message>
        <source>de laatste vernietigingslijst, naar dit bestand op .pdf</source>
        <translation>the last destruction list, to this .pdf file</translation>
    </message>
    <message>
        <source>wat voorbij zijn bewaartermijn is tonen en, met vier ogen, wissen</source>
        <translation>show what is past its retention term and, with four eyes, erase it</translation>
    </message>
    <message>
        <source>Het opruimen is al gevraagd. Laat het iemand anders goedkeuren.</source>
        <translation>The clean-up was asked already. Have somebody else approve it.</translation>
    </message>
    <message>
        <source>Er is niets waarvan de termijn voorbij is.</source>
        <translation>Nothing is past its term.</translation>
    </message>
    <message>
        <source>Dit is al gebeurd. Herlaad de lijst.</source>
        <translation>This was done already. Reload the list.</translation>
    </message>
    <message>
        <source>bewaartermijn van {years} jaar</source>
        <translation>retention term of {years} years</translation>
    </message>
    <message>
        <source>Bewaartermijnen in jaren</source>
        <translation>Retention terms in years</translation>
    </message>
    <message>
        <source>Termijnen &amp;opslaan</source>
        <translation>&amp;Save terms</translation>
    </message>
    <message>
        <source>Bewaartermijnen gewijzigd</source>
        <translation>Retention terms changed</translation>
    </message>
    <message>
        <source>Iemand anders moet het nog goedkeuren. Daarna is het voorgoed.</source>
        <translation>Somebody else has to approve it. After that it is for good.</translation>
    </message>
    <message>
        <source>Opruimen wat voorbij de termijn is</source>
        <translation>Clean up what is past its term</translation>
    </message>
    <message>
        <source>Opruimen &amp;vragen</source>
        <translation>&amp;Ask to clean up</translation>
    </message>
    <message>
        <source>Voorbij de termijn</source>
        <translation>Past the term</translation>
    </message>
    <message>
        <source>Wat er gewist wordt</source>
        <translation>What is erased</translation>
    </message>
    <message>
        <source>Hiervan is niets voorbij de termijn.</source>
        <translation>Nothing of this is past its term.</translation>
    </message>
    <message>
        <source>Gevraagd en gedaan</source>
        <translation>Asked and done</translation>
    </message>
    <message>
        <source>Wat de dienst niet meer nodig heeft, gaat weg: gevraagd door de ene, goedgekeurd door de andere. Daarna is het voorgoed. Cijfers en bedragen blijven.</source>
        <translation>What the service no longer needs goes: asked by one, approved by another. After that it is for good. Figures and amounts stay.</translation>
    </message>
    <message>
        <source>&amp;Termijnen…</source>
        <translation>&amp;Terms…</translation>
    </message>
    <message>
        <source>Opruimen &amp;vragen…</source>
        <translation>&amp;Ask to clean up…</translation>
    </message>
    <message>
        <source>Er werd nog niet opgeruimd. F7 vraagt het voor alles wat voorbij is.</source>
        <translation>Nothing was cleared yet. F7 asks for all that is past its term.</translation>
    </message>
    <message>
        <source>&amp;Goedkeuren</source>
        <translation>&amp;Approve</translation>
    </message>
    <message>
        <source>&amp;Intrekken</source>
        <translation>With&amp;draw</translation>
    </message>
    <message>
        <source>Vernietigings&amp;lijst…</source>
        <translation>Destruction &amp;list…</translation>
    </message>
    <message>
        <source>Alles wat voorbij de termijn is voorgoed wissen? Ongedaan maken kan niet.</source>
        <translation>Erase all that is past its term for good? This can&apos;t be undone.</translation>
    </message>
    <message>
        <source>Voorgoed wissen</source>
        <translation>Erase for good</translation>
    </message>
    <message>
        <source>Opgeruimd. De vernietigingslijst drukt u af met Ctrl+P.</source>
        <translation>Cleaned up. Ctrl+P prints the destruction list.</translation>
    </message>
    <message>
        <source>Opruimen ingetrokken</source>
        <translation>Clean-up withdrawn</translation>
    </message>
    <message>
        <source>Vernietigingslijst</source>
        <translation>Destruction list</translation>
    </message>
    <message>
        <source>jaar na het einde, als er sindsdien niets meer gebeurde</source>
        <translation>years after the end, if nothing happened since</translation>
    </message>
    <message>
        <source>kalenderjaren; de wet vraagt er minstens 7</source>
        <translation>calendar years; the law asks for 7 at least</translation>
    </message>
    <message>
        <source>jaar na het versturen</source>
        <translation>years after it was sent</translation>
    </message>
    <message>
        <source>jaar na de middag of de activiteit</source>
        <translation>years after the noon or the session</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Termijn</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>Vóór</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>Voorbij</source>
        <translation>Past</translation>
    </message>
    <message>
        <source>{years} jaar</source>
        <translation>{years} years</translation>
    </message>
    <message>
        <source>Gevraagd op</source>
        <translation>Requested at</translation>
    </message>
    <message>
        <source>Gevraagd door</source>
        <translation>Asked by</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Personen die gestopt zijn</source>
        <translation>Persons who ended</translation>
    </message>
    <message>
        <source>Namen en teksten in de boekhouding</source>
        <translation>Names and texts in the accounts</translation>
    </message>
    <message>
        <source>Mails en hun bijlagen</source>
        <translation>Mails and their attachments</translation>
    </message>
    <message>
        <source>Namen zonder fiche</source>
        <translation>Names without a card</translation>
    </message>
    <message>
        <source>{kind}: kies {least} tot {most} jaar.</source>
        <translation>{kind}: choose {least} to {most} years.</translation>
    </message>
    <message>
        <source>lid</source>
        <translation>member</translation>
    </message>
    <message>
        <source>chauffeur</source>
        <translation>driver</translation>
    </message>
    <message>
        <source>vrijwilliger</source>
        <translation>volunteer</translation>
    </message>
    <message>
        <source>deelnemer</source>
        <translation>participant</translation>
    </message>
    <message>
        <source>Opnieuw opgeruimd na terugzetten</source>
        <translation>Tidied up again after a restore</translation>
    </message>
</context>
<context>
    <name>rides</name>
    <message>
        <source>Terug</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>“{text}” is geen aantal bladen: kies 0 tot {most}.</source>
        <translation>“{text}” is no number of sheets: choose 0 to {most}.</translation>
    </message>
    <message>
        <source>Bewaard in {path}. Chauffeurs: {drivers}, lege bladen: {blank}.</source>
        <translation>Saved in {path}. Drivers: {drivers}, blank sheets: {blank}.</translation>
    </message>
    <message>
        <source>Bewaard in {path}: {stamp}. Druk opnieuw af zodra de server er weer is.</source>
        <translation>Saved in {path}: {stamp}. Print again as soon as the server is back.</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op .pdf.</source>
        <translation>{name}: choose a file name that ends in .pdf.</translation>
    </message>
    <message>
        <source>Rittenlijst afgedrukt</source>
        <translation>Ride list printed</translation>
    </message>
    <message>
        <source>Bewaard in {path}. Chauffeurs: {drivers}, ritten: {rides}.</source>
        <translation>Saved in {path}. Drivers: {drivers}, rides: {rides}.</translation>
    </message>
    <message>
        <source>Bewaard in {path}. Ritten: {rides}.</source>
        <translation>Saved in {path}. Rides: {rides}.</translation>
    </message>
    <message>
        <source>de dag, bijvoorbeeld 25/11/2026 of 2026-11-25</source>
        <translation>the day, for instance 25/11/2026 or 2026-11-25</translation>
    </message>
    <message>
        <source>de hele week van die dag</source>
        <translation>the whole week of that day</translation>
    </message>
    <message>
        <source>de hele maand van die dag</source>
        <translation>the whole month of that day</translation>
    </message>
    <message>
        <source>de maand, bijvoorbeeld 11/2026 of 2026-11, of een dag</source>
        <translation>the month, for example 11/2026 or 2026-11, or a day</translation>
    </message>
    <message>
        <source>enkel de lege bladen</source>
        <translation>only the blank sheets</translation>
    </message>
    <message>
        <source>enkel deze chauffeur</source>
        <translation>only this driver</translation>
    </message>
    <message>
        <source>N lege rittenbladen erbij</source>
        <translation>N blank ride sheets with them</translation>
    </message>
    <message>
        <source>waarheen: een bestandsnaam op .pdf</source>
        <translation>where to: a file name in .pdf</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAY</translation>
    </message>
    <message>
        <source>tot en met deze dag; anders zo ver als de instelling zegt</source>
        <translation>up to and including this day; without it as far as the setting says</translation>
    </message>
    <message>
        <source>Minder Mobielen Centrale</source>
        <translation>Minder Mobielen Centrale</translation>
    </message>
    <message>
        <source>de rittenlijst van elke chauffeur als PDF</source>
        <translation>the ride list of each driver as PDF</translation>
    </message>
    <message>
        <source>de rittenbladen van een maand als PDF, ingevuld of leeg</source>
        <translation>the ride sheets of a month as PDF, filled in or blank</translation>
    </message>
    <message>
        <source>de ritten van de vaste ritten vooruit plannen</source>
        <translation>make the rides of the standing rides ahead</translation>
    </message>
    <message>
        <source>het ritboek met wie wanneer werd ingeschreven als PDF</source>
        <translation>the ride book with who was entered when as PDF</translation>
    </message>
    <message>
        <source>wie te bellen voor de ritten zonder chauffeur als PDF</source>
        <translation>whom to phone for the rides without a driver as PDF</translation>
    </message>
    <message>
        <source>Chauffeur in twee ritten tegelijk</source>
        <translation>Driver on two rides at once</translation>
    </message>
    <message>
        <source>Leden in de wagen</source>
        <translation>Members in the car</translation>
    </message>
    <message>
        <source>Delen van een rit</source>
        <translation>Parts of a ride</translation>
    </message>
    <message>
        <source>Toestand van een rit</source>
        <translation>State of a ride</translation>
    </message>
    <message>
        <source>Ritten van gestopte leden</source>
        <translation>Rides of members who stopped</translation>
    </message>
    <message>
        <source>Ritten van gestopte chauffeurs</source>
        <translation>Rides of drivers who stopped</translation>
    </message>
    <message>
        <source>Wettelijke km-tarieven</source>
        <translation>Official km rates</translation>
    </message>
    <message>
        <source>lid {name} staat twee keer in deze rit</source>
        <translation>member {name} is on this ride twice</translation>
    </message>
    <message>
        <source>de kilometerstanden kloppen niet</source>
        <translation>the odometer readings don’t agree</translation>
    </message>
    <message>
        <source>er staat geen status en er zijn geen kilometers</source>
        <translation>there is no state and there are no kilometres</translation>
    </message>
    <message>
        <source>chauffeur ontbreekt</source>
        <translation>driver is missing</translation>
    </message>
    <message>
        <source>km ontbreekt</source>
        <translation>km is missing</translation>
    </message>
    <message>
        <source>uitgevoerd op een dag die nog moet komen</source>
        <translation>driven on a day that is still to come</translation>
    </message>
    <message>
        <source>thuis om {home} is {time} na vertrek om {depart}: een rit duurt hoogstens 16 uur</source>
        <translation>home at {home} is {time} after leaving at {depart}: a ride lasts at most 16 hours</translation>
    </message>
    <message>
        <source>{day} kan geen ritdatum zijn</source>
        <translation>{day} can’t be the date of a ride</translation>
    </message>
    <message>
        <source>Reden: {word}</source>
        <translation>Purpose: {word}</translation>
    </message>
    <message>
        <source>Rittenboek</source>
        <translation>Ride book</translation>
    </message>
    <message>
        <source>lid {number} is niet bekend</source>
        <translation>member {number} is not known</translation>
    </message>
    <message>
        <source>er zijn {count} leden die “{name}” heten: zet er het lidnummer bij ({numbers})</source>
        <translation>there are {count} members called “{name}”: add the member number ({numbers})</translation>
    </message>
    <message>
        <source>lid “{name}” is niet bekend</source>
        <translation>member “{name}” is not known</translation>
    </message>
    <message>
        <source>er zijn {count} chauffeurs die “{name}” kunnen zijn: zet er de code bij</source>
        <translation>there are {count} drivers who may be “{name}”: put the code with it</translation>
    </message>
    <message>
        <source>chauffeur “{name}” is niet bekend</source>
        <translation>driver “{name}” is not known</translation>
    </message>
    <message>
        <source>rit {number}</source>
        <translation>ride {number}</translation>
    </message>
    <message>
        <source>de rit van lid {member} op {day}</source>
        <translation>the ride of member {member} on {day}</translation>
    </message>
    <message>
        <source>{ride} bestaat al als een andere rit van {day}</source>
        <translation>{ride} exists already as another ride of {day}</translation>
    </message>
    <message>
        <source>{ride} is al afgerekend en wijzigt niet meer</source>
        <translation>{ride} is settled already and doesn’t change any more</translation>
    </message>
    <message>
        <source>de chauffeur heeft op {day} om {hour} al een andere rit</source>
        <translation>the driver has another ride on {day} at {hour} already</translation>
    </message>
    <message>
        <source>Deze chauffeur bestaat niet meer. Kies een andere.</source>
        <translation>This driver doesn’t exist any more. Choose another.</translation>
    </message>
    <message>
        <source>Deze rit is {state}: er is geen chauffeur om weg te nemen.</source>
        <translation>This ride is {state}: there is no driver to take away.</translation>
    </message>
    <message>
        <source>Deze rit is {state}: wijs eerst een chauffeur toe, dan kan ze vastgezet worden.</source>
        <translation>This ride is {state}: assign a driver first, then it can be pinned.</translation>
    </message>
    <message>
        <source>Noteer waarom er geen chauffeur is: dit telt in de jaarcijfers.</source>
        <translation>Note why there is no driver: this counts in the yearly figures.</translation>
    </message>
    <message>
        <source>Noem twee plaatsen.</source>
        <translation>Name two places.</translation>
    </message>
    <message>
        <source>Een afstand is niet negatief.</source>
        <translation>A distance isn’t negative.</translation>
    </message>
    <message>
        <source>Deze rit bestaat niet meer. Herlaad de pagina.</source>
        <translation>This ride doesn’t exist any more. Reload the page.</translation>
    </message>
    <message>
        <source>Rit {ride} werd intussen door iemand anders gewijzigd. Herlaad en probeer opnieuw.</source>
        <translation>Ride {ride} was changed by somebody else meanwhile. Reload and try again.</translation>
    </message>
    <message>
        <source>Deze rit is {state}. Heropen de rit om hem te wijzigen.</source>
        <translation>This ride is {state}. Reopen the ride to change it.</translation>
    </message>
    <message>
        <source>In deze wagen zitten meerdere leden. Vul in waar ze naartoe gaan.</source>
        <translation>Several members are in this car. Enter where they go.</translation>
    </message>
    <message>
        <source>Wie uit rit {ride} mee in deze wagen kwam, kan er niet uit. Splits eerst de rit.</source>
        <translation>Whoever came into this car from ride {ride} can&apos;t be left out. Split the ride first.</translation>
    </message>
    <message>
        <source>Hoogstens drie tussenstops. Maak er een tweede rit van.</source>
        <translation>At most three stops. Make a second ride of it.</translation>
    </message>
    <message>
        <source>Het aantal begeleiders is 0 tot 8.</source>
        <translation>The number of companions is 0 to 8.</translation>
    </message>
    <message>
        <source>De verwachte duur kan niet negatief zijn.</source>
        <translation>The expected duration can’t be negative.</translation>
    </message>
    <message>
        <source>Een lid kan maar één keer in dezelfde wagen zitten.</source>
        <translation>A member can be in the same car only once.</translation>
    </message>
    <message>
        <source>Deze rit moet nog gereden worden: er is nog geen resultaat.</source>
        <translation>This ride is still to be driven: there is no result yet.</translation>
    </message>
    <message>
        <source>Deze rit is {state}: er is niets te heropenen.</source>
        <translation>This ride is {state}: there is nothing to reopen.</translation>
    </message>
    <message>
        <source>De leden van deze rit rijden mee met rit {ride}. Splits die rit.</source>
        <translation>The members of this ride go along with ride {ride}. Split that ride.</translation>
    </message>
    <message>
        <source>Wie is vrij?</source>
        <translation>Who is free?</translation>
    </message>
    <message>
        <source>Vrije chauffeurs, de beste eerst</source>
        <translation>Free drivers, the best first</translation>
    </message>
    <message>
        <source>&amp;Toewijzen (Enter)</source>
        <translation>&amp;Assign (Enter)</translation>
    </message>
    <message>
        <source>&amp;Ja</source>
        <translation>&amp;Yes</translation>
    </message>
    <message>
        <source>&amp;Nee</source>
        <translation>&amp;No</translation>
    </message>
    <message>
        <source>&amp;Geen</source>
        <translation>No ans&amp;wer</translation>
    </message>
    <message>
        <source>La&amp;ter</source>
        <translation>La&amp;ter</translation>
    </message>
    <message>
        <source>Gebeld: {answer} ({key})</source>
        <translation>Phoned: {answer} ({key})</translation>
    </message>
    <message>
        <source>Terug naar de ritten zonder chauffeur</source>
        <translation>Back to the rides without a driver</translation>
    </message>
    <message>
        <source>Terug (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
    <message>
        <source>Gebeld:</source>
        <translation>Phoned:</translation>
    </message>
    <message>
        <source>Vrij ({count})</source>
        <translation>Free ({count})</translation>
    </message>
    <message>
        <source>Niemand is vrij op dat uur</source>
        <translation>Nobody is free at that time</translation>
    </message>
    <message>
        <source>Zei nee ({count})</source>
        <translation>Said no ({count})</translation>
    </message>
    <message>
        <source>Niet vrij ({count})</source>
        <translation>Not free ({count})</translation>
    </message>
    <message>
        <source>Uren verschuiven</source>
        <translation>Scroll the hours</translation>
    </message>
    <message>
        <source>Chauffeurs verschuiven</source>
        <translation>Scroll the drivers</translation>
    </message>
    <message>
        <source>{count} chauffeurs</source>
        <translation>{count} drivers</translation>
    </message>
    <message>
        <source>uur?</source>
        <translation>time?</translation>
    </message>
    <message>
        <source>zonder lid</source>
        <translation>without a member</translation>
    </message>
    <message>
        <source>rit {no}</source>
        <translation>ride {no}</translation>
    </message>
    <message>
        <source>chauffeur {name}</source>
        <translation>driver {name}</translation>
    </message>
    <message>
        <source>chauffeur van huis {start} tot {end}</source>
        <translation>driver from home {start} to {end}</translation>
    </message>
    <message>
        <source>niet aangekondigd</source>
        <translation>unannounced</translation>
    </message>
    <message>
        <source>vastgezet</source>
        <translation>pinned</translation>
    </message>
    <message>
        <source>met begeleider</source>
        <translation>with a companion</translation>
    </message>
    <message>
        <source>{rides} ritten · {km}</source>
        <translation>{rides} rides · {km}</translation>
    </message>
    <message>
        <source>Afwezig: {reason}</source>
        <translation>Absent: {reason}</translation>
    </message>
    <message>
        <source>Afwezig</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>Rit aannemen (Ctrl+N)</source>
        <translation>Take a ride (Ctrl+N)</translation>
    </message>
    <message>
        <source>Rit aannemen</source>
        <translation>Take a ride</translation>
    </message>
    <message>
        <source>voorgesteld</source>
        <translation>proposed</translation>
    </message>
    <message>
        <source>Uren smaller</source>
        <translation>Narrower hours</translation>
    </message>
    <message>
        <source>Uren breder</source>
        <translation>Wider hours</translation>
    </message>
    <message>
        <source>Meer</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Meer met deze rit</source>
        <translation>More with this ride</translation>
    </message>
    <message>
        <source>Gesloten: {reason}</source>
        <translation>Closed: {reason}</translation>
    </message>
    <message>
        <source>Geen ritten op {day}</source>
        <translation>No rides on {day}</translation>
    </message>
    <message>
        <source>Niet actief</source>
        <translation>Not active</translation>
    </message>
    <message>
        <source>Rijdt niet op deze weekdag</source>
        <translation>Doesn’t drive on this weekday</translation>
    </message>
    <message>
        <source>Dagbord: chauffeurs en ritten</source>
        <translation>Day board: drivers and rides</translation>
    </message>
    <message>
        <source>het lid</source>
        <translation>the member</translation>
    </message>
    <message>
        <source>de chauffeur</source>
        <translation>the driver</translation>
    </message>
    <message>
        <source>de dienst</source>
        <translation>the desk</translation>
    </message>
    <message>
        <source>&amp;Geannuleerd door</source>
        <translation>&amp;Cancelled by</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>De regel: enkel als het lid afzegt nadat de chauffeur vertrokken is.</source>
        <translation>The rule: only when the member calls off after the driver left.</translation>
    </message>
    <message>
        <source>&amp;Aanrekenen</source>
        <translation>C&amp;harge</translation>
    </message>
    <message>
        <source>Leeg laten als de chauffeur nog niet vertrokken was.</source>
        <translation>Leave empty when the driver hadn’t left yet.</translation>
    </message>
    <message>
        <source>Gereden &amp;km</source>
        <translation>&amp;Km driven</translation>
    </message>
    <message>
        <source>de heenrit en de terugrit met een andere chauffeur</source>
        <translation>the way out and the way back with another driver</translation>
    </message>
    <message>
        <source>&amp;Samen</source>
        <translation>&amp;Together</translation>
    </message>
    <message>
        <source>Rit annuleren</source>
        <translation>Cancel ride</translation>
    </message>
    <message>
        <source>&amp;Rit annuleren</source>
        <translation>&amp;Cancel ride</translation>
    </message>
    <message>
        <source>R&amp;eden</source>
        <translation>R&amp;eason</translation>
    </message>
    <message>
        <source>Loze rit</source>
        <translation>Wasted trip</translation>
    </message>
    <message>
        <source>&amp;Loze rit opslaan</source>
        <translation>&amp;Save wasted trip</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: alle chauffeurs bezet, vaste rolstoel, te laat gevraagd.</source>
        <translation>For instance: all drivers taken, rigid wheelchair, asked too late.</translation>
    </message>
    <message>
        <source>Geen chauffeur gevonden</source>
        <translation>No driver found</translation>
    </message>
    <message>
        <source>&amp;Opslaan als geen chauffeur</source>
        <translation>&amp;Save as no driver</translation>
    </message>
    <message>
        <source>Er werd nog niemand voor deze rit gebeld. Vrij op dat uur: {free}.</source>
        <translation>Nobody was phoned for this ride yet. Free at that hour: {free}.</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Typ 25/11, vr of +2 en druk Enter</source>
        <translation>Type 25/11, vr or +2 and press Enter</translation>
    </message>
    <message>
        <source>Vorige</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>Volgende</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Vandaag</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Naar vandaag (Ctrl+T)</source>
        <translation>To today (Ctrl+T)</translation>
    </message>
    <message>
        <source>Week {number}: {first} tot en met {last}</source>
        <translation>Week {number}: {first} to {last}</translation>
    </message>
    <message>
        <source>Vandaag, {day}</source>
        <translation>Today, {day}</translation>
    </message>
    <message>
        <source>Sluitingsdagen</source>
        <translation>Closure days</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: brugdag.</source>
        <translation>For example: bridge day.</translation>
    </message>
    <message>
        <source>&amp;Dag</source>
        <translation>&amp;Day</translation>
    </message>
    <message>
        <source>Feestdagen kent het programma zelf: hier staan de dagen die u zelf beslist.</source>
        <translation>The program knows the holidays itself: here are the days that you decide.</translation>
    </message>
    <message>
        <source>Dag &amp;toevoegen</source>
        <translation>&amp;Add day</translation>
    </message>
    <message>
        <source>&amp;Weer openen (Del)</source>
        <translation>&amp;Open again (Del)</translation>
    </message>
    <message>
        <source>&amp;Sluiten</source>
        <translation>&amp;Close</translation>
    </message>
    <message>
        <source>Vul de dag in.</source>
        <translation>Fill in the day.</translation>
    </message>
    <message>
        <source>Sluitingsdag toegevoegd</source>
        <translation>Closure day added</translation>
    </message>
    <message>
        <source>Sluitingsdag verwijderd</source>
        <translation>Closure day removed</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Nog geboekt</source>
        <translation>Still booked</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Week</translation>
    </message>
    <message>
        <source>Maand</source>
        <translation>Month</translation>
    </message>
    <message>
        <source>chauffeur wacht</source>
        <translation>driver waits</translation>
    </message>
    <message>
        <source>terug op uur</source>
        <translation>back at a time</translation>
    </message>
    <message>
        <source>lid belt voor terugrit</source>
        <translation>member phones for the return</translation>
    </message>
    <message>
        <source>enkel heen</source>
        <translation>one way only</translation>
    </message>
    <message>
        <source>Ritten zonder chauffeur</source>
        <translation>Rides without a driver</translation>
    </message>
    <message>
        <source>Zonder chauffeur ({count})</source>
        <translation>Without a driver ({count})</translation>
    </message>
    <message>
        <source>Geannuleerd of geen chauffeur ({count})</source>
        <translation>Cancelled or no driver ({count})</translation>
    </message>
    <message>
        <source>Elke rit heeft een chauffeur</source>
        <translation>Every ride has a driver</translation>
    </message>
    <message>
        <source>afspraak {time}</source>
        <translation>appointment {time}</translation>
    </message>
    <message>
        <source>begeleider</source>
        <translation>companion</translation>
    </message>
    <message>
        <source>{count} leden</source>
        <translation>{count} members</translation>
    </message>
    <message>
        <source>“{text}” is geen duur. Typ bijvoorbeeld 45 of 1u30.</source>
        <translation>“{text}” is not a duration. Type for instance 45 or 1u30.</translation>
    </message>
    <message>
        <source>Volgens de regel van het tarief</source>
        <translation>By the rule of the tariff</translation>
    </message>
    <message>
        <source>Ja, aanrekenen</source>
        <translation>Yes, charge</translation>
    </message>
    <message>
        <source>Nee, niet aanrekenen</source>
        <translation>No, don’t charge</translation>
    </message>
    <message>
        <source>{no} · {day} · {time} {names}
{route}</source>
        <translation>{no} · {day} · {time} {names}
{route}</translation>
    </message>
    <message>
        <source>Melding sluiten</source>
        <translation>Close message</translation>
    </message>
    <message>
        <source>&amp;Gereden km</source>
        <translation>&amp;Km driven</translation>
    </message>
    <message>
        <source>Van huis tot huis.</source>
        <translation>From home to home.</translation>
    </message>
    <message>
        <source>&amp;Wachttijd</source>
        <translation>&amp;Waiting</translation>
    </message>
    <message>
        <source>&amp;Parking</source>
        <translation>&amp;Parking</translation>
    </message>
    <message>
        <source>&amp;Ontvangen van het lid</source>
        <translation>&amp;Received from the member</translation>
    </message>
    <message>
        <source>&amp;Vertrokken van huis</source>
        <translation>&amp;Left home</translation>
    </message>
    <message>
        <source>&amp;Terug thuis</source>
        <translation>&amp;Home again</translation>
    </message>
    <message>
        <source>O&amp;pmerking</source>
        <translation>N&amp;ote</translation>
    </message>
    <message>
        <source>Rit uitgevoerd</source>
        <translation>Ride driven</translation>
    </message>
    <message>
        <source>&amp;Resultaat opslaan</source>
        <translation>&amp;Save result</translation>
    </message>
    <message>
        <source>Wat het lid betaalt</source>
        <translation>What the member pays</translation>
    </message>
    <message>
        <source>Vul de gereden kilometers in.</source>
        <translation>Fill in the kilometres driven.</translation>
    </message>
    <message>
        <source>Te betalen: {total}</source>
        <translation>To pay: {total}</translation>
    </message>
    <message>
        <source>Op de maandfactuur: {total}</source>
        <translation>On the monthly invoice: {total}</translation>
    </message>
    <message>
        <source>Per lid: {shares}</source>
        <translation>Per member: {shares}</translation>
    </message>
    <message>
        <source>Contant aan de chauffeur: {cash}; de rest komt op een factuur.</source>
        <translation>Cash to the driver: {cash}; the rest goes on an invoice.</translation>
    </message>
    <message>
        <source>Het tarief van die dag is nog niet gekend: het laatste, {rate}, geldt.</source>
        <translation>The rate of that day isn&apos;t known yet: the last one, {rate}, holds.</translation>
    </message>
    <message>
        <source>Let op: boven het wettelijk tarief van {rate} per km.</source>
        <translation>Mind: above the official rate of {rate} per km.</translation>
    </message>
    <message>
        <source>&amp;Toewijzen</source>
        <translation>&amp;Assign</translation>
    </message>
    <message>
        <source>Chauffeur &amp;wegnemen</source>
        <translation>&amp;Take driver off</translation>
    </message>
    <message>
        <source>&amp;Nieuw adres geven</source>
        <translation>Give the &amp;new address</translation>
    </message>
    <message>
        <source>&amp;Nieuwe bestemming geven</source>
        <translation>Give the &amp;new destination</translation>
    </message>
    <message>
        <source>&amp;Ritten annuleren</source>
        <translation>Cancel &amp;rides</translation>
    </message>
    <message>
        <source>Neem de ritten weg en zoek een andere chauffeur: de bellijst zegt wie.</source>
        <translation>Take the rides away and look for another driver: the call list says whom.</translation>
    </message>
    <message>
        <source>Deze ritten passen niet meer in de wagen.</source>
        <translation>These rides no longer fit the car.</translation>
    </message>
    <message>
        <source>Deze ritten vertrekken nog van het vroegere adres. De uren blijven zoals afgesproken: kijk ze na.</source>
        <translation>These rides still leave from the former address. The hours stay as agreed: check them.</translation>
    </message>
    <message>
        <source>Deze ritten zijn al geboekt. Druk de lijst af en verwittig de leden.</source>
        <translation>These rides are booked already. Print the list and tell the members.</translation>
    </message>
    <message>
        <source>Deze ritten gaan nog naar het vroegere adres. De uren blijven zoals afgesproken: kijk ze na.</source>
        <translation>These rides still go to the former address. The hours stay as agreed: check them.</translation>
    </message>
    <message>
        <source>Gevolgen</source>
        <translation>Consequences</translation>
    </message>
    <message>
        <source>Geraakte ritten</source>
        <translation>Touched rides</translation>
    </message>
    <message>
        <source>&amp;Bellijst afdrukken…</source>
        <translation>&amp;Print call list…</translation>
    </message>
    <message>
        <source>&amp;Zo laten</source>
        <translation>&amp;Leave as is</translation>
    </message>
    <message>
        <source>Ook met de leden en hun telefoon (Ctrl+P)</source>
        <translation>With the members and their phones too (Ctrl+P)</translation>
    </message>
    <message>
        <source>{label}; {count} ritten zoeken een andere chauffeur</source>
        <translation>{label}; {count} rides look for another driver</translation>
    </message>
    <message>
        <source>Vaste ritten die mee veranderen: {names}.</source>
        <translation>Standing rides that change along: {names}.</translation>
    </message>
    <message>
        <source>{count} ritten weggenomen</source>
        <translation>{count} rides taken away</translation>
    </message>
    <message>
        <source>{count} ritten geannuleerd</source>
        <translation>{count} rides cancelled</translation>
    </message>
    <message>
        <source>{count} ritten vertrekken van het nieuwe adres</source>
        <translation>{count} rides leave from the new address</translation>
    </message>
    <message>
        <source>{count} ritten naar de nieuwe bestemming</source>
        <translation>{count} rides to the new destination</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Telefoon lid</source>
        <translation>Member&apos;s phone</translation>
    </message>
    <message>
        <source>&amp;Bevestigen</source>
        <translation>Con&amp;firm</translation>
    </message>
    <message>
        <source>&amp;Uitgevoerd…</source>
        <translation>&amp;Driven…</translation>
    </message>
    <message>
        <source>&amp;Annuleren…</source>
        <translation>&amp;Cancel…</translation>
    </message>
    <message>
        <source>&amp;Loze rit…</source>
        <translation>&amp;Wasted trip…</translation>
    </message>
    <message>
        <source>&amp;Geen chauffeur…</source>
        <translation>&amp;No driver…</translation>
    </message>
    <message>
        <source>Be&amp;werken…</source>
        <translation>&amp;Edit…</translation>
    </message>
    <message>
        <source>&amp;Zelfde rit opnieuw…</source>
        <translation>&amp;Same ride again…</translation>
    </message>
    <message>
        <source>Kopiëren naar &amp;data…</source>
        <translation>Copy to &amp;dates…</translation>
    </message>
    <message>
        <source>&amp;Heropenen</source>
        <translation>&amp;Reopen</translation>
    </message>
    <message>
        <source>Gesch&amp;iedenis van de rit…</source>
        <translation>H&amp;istory of the ride…</translation>
    </message>
    <message>
        <source>&amp;Vastzetten</source>
        <translation>&amp;Pin</translation>
    </message>
    <message>
        <source>&amp;Losmaken</source>
        <translation>&amp;Unpin</translation>
    </message>
    <message>
        <source>Andere chauffeur &amp;brengt terug…</source>
        <translation>Another driver &amp;brings back…</translation>
    </message>
    <message>
        <source>&amp;Samen rijden…</source>
        <translation>&amp;Share a car…</translation>
    </message>
    <message>
        <source>Gedeelde rit spl&amp;itsen</source>
        <translation>Spl&amp;it the shared ride</translation>
    </message>
    <message>
        <source>Betaalbewijs &amp;printen…</source>
        <translation>&amp;Print the slip…</translation>
    </message>
    <message>
        <source>Toch toewijzen: {name} is akkoord</source>
        <translation>Assign anyway: {name} agrees</translation>
    </message>
    <message>
        <source>Rit toegewezen aan {name}</source>
        <translation>Ride assigned to {name}</translation>
    </message>
    <message>
        <source>Rit weggenomen van {name}</source>
        <translation>Ride taken from {name}</translation>
    </message>
    <message>
        <source>Rit bevestigd aan {names}</source>
        <translation>Ride confirmed to {names}</translation>
    </message>
    <message>
        <source>Rit losgemaakt</source>
        <translation>Ride unpinned</translation>
    </message>
    <message>
        <source>Rit vastgezet</source>
        <translation>Ride pinned</translation>
    </message>
    <message>
        <source>Rit heropend</source>
        <translation>Ride reopened</translation>
    </message>
    <message>
        <source>Rit geannuleerd</source>
        <translation>Ride cancelled</translation>
    </message>
    <message>
        <source>Loze rit genoteerd</source>
        <translation>Wasted trip noted</translation>
    </message>
    <message>
        <source>Geen chauffeur genoteerd</source>
        <translation>No driver noted</translation>
    </message>
    <message>
        <source>Terugrit afgesplitst</source>
        <translation>Way back split off</translation>
    </message>
    <message>
        <source>Ritten samengelegd</source>
        <translation>Rides put together</translation>
    </message>
    <message>
        <source>Rit gesplitst</source>
        <translation>Ride split</translation>
    </message>
    <message>
        <source>Rit gekopieerd</source>
        <translation>Ride copied</translation>
    </message>
    <message>
        <source>{name} zei ja: rit toegewezen</source>
        <translation>{name} said yes: ride assigned</translation>
    </message>
    <message>
        <source>{name} gebeld: {answer}</source>
        <translation>{name} phoned: {answer}</translation>
    </message>
    <message>
        <source>{name}, {day}: {rides} ritten, {waiting} nog te bevestigen</source>
        <translation>{name}, {day}: {rides} rides, {waiting} still to confirm</translation>
    </message>
    <message>
        <source>Vertrekt nu of straks</source>
        <translation>Leaving now or soon</translation>
    </message>
    <message>
        <source>De komende twee uur vertrekt er niemand.</source>
        <translation>Nobody leaves in the next two hours.</translation>
    </message>
    <message>
        <source>Nog te bellen</source>
        <translation>Still to phone</translation>
    </message>
    <message>
        <source>Alle toegewezen ritten zijn bevestigd.</source>
        <translation>All assigned rides are confirmed.</translation>
    </message>
    <message>
        <source>Chauffeurs</source>
        <translation>Drivers</translation>
    </message>
    <message>
        <source>Geschiedenis van de rit</source>
        <translation>History of the ride</translation>
    </message>
    <message>
        <source>&amp;Afdrukken… (Ctrl+P)</source>
        <translation>&amp;Print… (Ctrl+P)</translation>
    </message>
    <message>
        <source>Ritboek van de &amp;dag…</source>
        <translation>Ride book of the &amp;day…</translation>
    </message>
    <message>
        <source>Ritboek van de &amp;maand…</source>
        <translation>Ride book of the &amp;month…</translation>
    </message>
    <message>
        <source>Sluiten</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Rit {no} · {day} · {state}</source>
        <translation>Ride {no} · {day} · {state}</translation>
    </message>
    <message>
        <source>Gewijzigd nadat de rit vertrokken was: {count} keer.</source>
        <translation>Changed after the ride had left: {count} times.</translation>
    </message>
    <message>
        <source>Elke wijziging staat hier; niemand kan ze schrappen, ook ongedaan maken niet.</source>
        <translation>Every change stands here; nobody can strike it, nor can undo.</translation>
    </message>
    <message>
        <source>Ritgeschiedenis {day}.pdf</source>
        <translation>Ride history {day}.pdf</translation>
    </message>
    <message>
        <source>Ritboek {days}.pdf</source>
        <translation>Ride book {days}.pdf</translation>
    </message>
    <message>
        <source>Ritboek</source>
        <translation>Ride book</translation>
    </message>
    <message>
        <source>Wanneer</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Bijzonderheden</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Wie</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>Rittenlijsten mailen: {span}</source>
        <translation>Mail rosters: {span}</translation>
    </message>
    <message>
        <source>&amp;Rittenlijst</source>
        <translation>&amp;Roster</translation>
    </message>
    <message>
        <source>Niemand heeft ritten in deze periode.</source>
        <translation>Nobody has rides in this period.</translation>
    </message>
    <message>
        <source>{count} chauffeurs, {mails} aangevinkt</source>
        <translation>{count} drivers, {mails} ticked</translation>
    </message>
    <message>
        <source>Rittenlijsten gemaild</source>
        <translation>Rosters mailed</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Rittenlijsten &amp;mailen…</source>
        <translation>&amp;Mail rosters…</translation>
    </message>
    <message>
        <source>Alle chauffeurs</source>
        <translation>All drivers</translation>
    </message>
    <message>
        <source>Zoek op naam, plaats, nummer</source>
        <translation>Search by name, place, number</translation>
    </message>
    <message>
        <source>Filter op naam, plaats, nummer</source>
        <translation>Filter by name, place, number</translation>
    </message>
    <message>
        <source>Toestand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Zonder chauffeur</source>
        <translation>Without a driver</translation>
    </message>
    <message>
        <source>Geen ritten in deze periode of met deze keuze.</source>
        <translation>No rides in this period or with this choice.</translation>
    </message>
    <message>
        <source>{rides} ritten</source>
        <translation>{rides} rides</translation>
    </message>
    <message>
        <source>Uur</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Van en naar</source>
        <translation>From and to</translation>
    </message>
    <message>
        <source>Ontvangen</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Leden die deze chauffeur reed</source>
        <translation>Members this driver drove</translation>
    </message>
    <message>
        <source>Wie reed hij of zij?</source>
        <translation>Whom did they drive?</translation>
    </message>
    <message>
        <source>Nog geen ritten gereden.</source>
        <translation>No rides driven yet.</translation>
    </message>
    <message>
        <source>{name} (gestopt)</source>
        <translation>{name} (stopped)</translation>
    </message>
    <message>
        <source>{members} leden, {rides} keer</source>
        <translation>{members} members, {rides} times</translation>
    </message>
    <message>
        <source>Dorp</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>Keren</source>
        <translation>Times</translation>
    </message>
    <message>
        <source>Laatst</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Nummer</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Elke toestand</source>
        <translation>Any state</translation>
    </message>
    <message>
        <source>Elke rit van de komende dagen heeft een chauffeur.</source>
        <translation>Every ride of the coming days has a driver.</translation>
    </message>
    <message>
        <source>Rittenblad ontbreekt</source>
        <translation>Ride sheet missing</translation>
    </message>
    <message>
        <source>Van elke voorbije rit is het resultaat ingevuld.</source>
        <translation>The result of every past ride is filled in.</translation>
    </message>
    <message>
        <source>Vervalt voor een rit</source>
        <translation>Lapses before a ride</translation>
    </message>
    <message>
        <source>Geen controle of document vervalt voor een geboekte rit.</source>
        <translation>No check or document lapses before a booked ride.</translation>
    </message>
    <message>
        <source>Terugbellen</source>
        <translation>Call back</translation>
    </message>
    <message>
        <source>Gesloten, maar met ritten</source>
        <translation>Closed, yet with rides</translation>
    </message>
    <message>
        <source>{rides} ritten en {drivers} chauffeurs vandaag</source>
        <translation>{rides} rides and {drivers} drivers today</translation>
    </message>
    <message>
        <source>&amp;Rit aannemen   Ctrl+N</source>
        <translation>&amp;Take a ride   Ctrl+N</translation>
    </message>
    <message>
        <source>met {driver}</source>
        <translation>with {driver}</translation>
    </message>
    <message>
        <source>{what} vervalt, rit geboekt op {ride}</source>
        <translation>{what} lapses, ride booked on {ride}</translation>
    </message>
    <message>
        <source>gebeld om {time}</source>
        <translation>phoned at {time}</translation>
    </message>
    <message>
        <source>{count} ritten geboekt: verwittig of verplaats</source>
        <translation>{count} rides booked: tell them or move them</translation>
    </message>
    <message>
        <source>vandaag</source>
        <translation>today</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>{said}, {count} voorgesteld</source>
        <translation>{said}, {count} proposed</translation>
    </message>
    <message>
        <source>Weekoverzicht: chauffeurs en dagen</source>
        <translation>Week view: drivers and days</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>{count} open</translation>
    </message>
    <message>
        <source>{rides}  ({waiting} te bellen)</source>
        <translation>{rides}  ({waiting} to phone)</translation>
    </message>
    <message>
        <source>afwezig</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>gesloten</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>niet actief</source>
        <translation>not active</translation>
    </message>
    <message>
        <source>rijdt die dag niet</source>
        <translation>doesn’t drive that day</translation>
    </message>
    <message>
        <source>wandelstok</source>
        <translation>cane</translation>
    </message>
    <message>
        <source>rollator</source>
        <translation>rollator</translation>
    </message>
    <message>
        <source>plooirolstoel</source>
        <translation>foldable wheelchair</translation>
    </message>
    <message>
        <source>vaste rolstoel</source>
        <translation>rigid wheelchair</translation>
    </message>
    <message>
        <source>vertrouwelijk – na gebruik terugbezorgen of vernietigen</source>
        <translation>confidential – return or destroy after use</translation>
    </message>
    <message>
        <source>Rittenlijst</source>
        <translation>Ride list</translation>
    </message>
    <message>
        <source>NIEUW</source>
        <translation>NEW</translation>
    </message>
    <message>
        <source>GEWIJZIGD</source>
        <translation>CHANGED</translation>
    </message>
    <message>
        <source>betaalt per factuur</source>
        <translation>pays on an invoice</translation>
    </message>
    <message>
        <source>terugrit van rit {ride}</source>
        <translation>way back of ride {ride}</translation>
    </message>
    <message>
        <source>een andere chauffeur brengt terug</source>
        <translation>another driver brings back</translation>
    </message>
    <message>
        <source>{first} tot en met {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>Er staan geen ritten in het boek van deze periode.</source>
        <translation>There are no rides in the book of this period.</translation>
    </message>
    <message>
        <source>Ritten in dit boek: {rides}. Gewijzigd na vertrek: {late}.</source>
        <translation>Rides in this book: {rides}. Changed after departure: {late}.</translation>
    </message>
    <message>
        <source>{time} {members}: {origin} – {destination}. Chauffeur: {driver}.</source>
        <translation>{time} {members}: {origin} – {destination}. Driver: {driver}.</translation>
    </message>
    <message>
        <source>geen</source>
        <translation>none</translation>
    </message>
    <message>
        <source>NA VERTREK: andere chauffeur</source>
        <translation>AFTER DEPARTURE: another driver</translation>
    </message>
    <message>
        <source>NA VERTREK gewijzigd</source>
        <translation>Changed AFTER DEPARTURE</translation>
    </message>
    <message>
        <source>Er zijn geen ritten toegewezen in deze periode.</source>
        <translation>There are no rides assigned in this period.</translation>
    </message>
    <message>
        <source>Rittenlijst {driver}</source>
        <translation>Ride list {driver}</translation>
    </message>
    <message>
        <source>versie {number}</source>
        <translation>version {number}</translation>
    </message>
    <message>
        <source>Vervallen sinds versie {number}: {rides}.</source>
        <translation>Dropped since version {number}: {rides}.</translation>
    </message>
    <message>
        <source>Geen ritten in deze periode.</source>
        <translation>No rides in this period.</translation>
    </message>
    <message>
        <source>Ophalen</source>
        <translation>Pick-up</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Naar</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Hulp en terugrit</source>
        <translation>Help and return</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Wachten</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>Parking</translation>
    </message>
    <message>
        <source>Handtekening</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Elke rit heeft een chauffeur: er is niemand te bellen.</source>
        <translation>Every ride has a driver: there is nobody to phone.</translation>
    </message>
    <message>
        <source>bestemming vragen</source>
        <translation>ask the destination</translation>
    </message>
    <message>
        <source>uur vragen</source>
        <translation>ask the time</translation>
    </message>
    <message>
        <source>Niemand is vrij op dat uur.</source>
        <translation>Nobody is free at that hour.</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Al gebeld</source>
        <translation>Phoned before</translation>
    </message>
    <message>
        <source>Ja / nee / uur</source>
        <translation>Yes / no / time</translation>
    </message>
    <message>
        <source>Ritten zonder chauffeur op {day}</source>
        <translation>Rides without a driver on {day}</translation>
    </message>
    <message>
        <source>Bellijst {day}.pdf</source>
        <translation>Call list {day}.pdf</translation>
    </message>
    <message>
        <source>rijdt mee</source>
        <translation>travels along</translation>
    </message>
    <message>
        <source>Rit {members}</source>
        <translation>Ride {members}</translation>
    </message>
    <message>
        <source>Rit {number}</source>
        <translation>Ride {number}</translation>
    </message>
    <message>
        <source>Naar {where}</source>
        <translation>To {where}</translation>
    </message>
    <message>
        <source>daarna {stop}</source>
        <translation>then {stop}</translation>
    </message>
    <message>
        <source>met {count} begeleider(s)</source>
        <translation>with {count} companion(s)</translation>
    </message>
    <message>
        <source>terug om {time}</source>
        <translation>back at {time}</translation>
    </message>
    <message>
        <source>wachten en terug</source>
        <translation>wait and back</translation>
    </message>
    <message>
        <source>terug, uur vragen</source>
        <translation>back, ask the time</translation>
    </message>
    <message>
        <source>belt als klaar</source>
        <translation>phones when ready</translation>
    </message>
    <message>
        <source>geen terugrit</source>
        <translation>no return</translation>
    </message>
    <message>
        <source>Ritten {ride} en {other} van dezelfde chauffeur overlappen.</source>
        <translation>Rides {ride} and {other} of the same driver overlap.</translation>
    </message>
    <message>
        <source>Rit {ride} telt {told} leden, maar er staan er {found} op.</source>
        <translation>Ride {ride} counts {told} members, but {found} are on it.</translation>
    </message>
    <message>
        <source>Rit {ride} telt {told} delen, maar er zijn er {found}.</source>
        <translation>Ride {ride} counts {told} parts, but there are {found}.</translation>
    </message>
    <message>
        <source>Rit {ride} heeft geen chauffeur, maar zou er een moeten hebben.</source>
        <translation>Ride {ride} has no driver, but should have one.</translation>
    </message>
    <message>
        <source>Rit {ride} heeft een chauffeur, maar is nog niet toegewezen.</source>
        <translation>Ride {ride} has a driver, but isn’t assigned yet.</translation>
    </message>
    <message>
        <source>Rit {ride} is uitgevoerd zonder kilometers.</source>
        <translation>Ride {ride} was driven without kilometres.</translation>
    </message>
    <message>
        <source>Rit {ride} is geannuleerd, maar niet door wie.</source>
        <translation>Ride {ride} was cancelled, but not by whom.</translation>
    </message>
    <message>
        <source>Rit {ride} is uitgevoerd op een dag die nog moet komen.</source>
        <translation>Ride {ride} was driven on a day that is still to come.</translation>
    </message>
    <message>
        <source>Rit {ride} op {day}: lid {member} is dan geen lid meer.</source>
        <translation>Ride {ride} on {day}: member {member} is no longer a member then.</translation>
    </message>
    <message>
        <source>De tarieven vanaf {first} en vanaf {second} overlappen.</source>
        <translation>The rates from {first} and from {second} overlap.</translation>
    </message>
    <message>
        <source>Rit {ride} op {day}: chauffeur {code} is dan gestopt.</source>
        <translation>Ride {ride} on {day}: driver {code} has stopped then.</translation>
    </message>
    <message>
        <source>Dit lid bestaat niet meer. Kies een ander lid.</source>
        <translation>This member doesn’t exist any more. Choose another member.</translation>
    </message>
    <message>
        <source>Deze keuze bestaat niet meer. Herlaad de pagina.</source>
        <translation>This choice doesn&apos;t exist any more. Reload the page.</translation>
    </message>
    <message>
        <source>Er is geen chauffeur met code {code}. Kies bijvoorbeeld: {known}.</source>
        <translation>There is no driver with code {code}. Choose for instance: {known}.</translation>
    </message>
    <message>
        <source>rijbewijs</source>
        <translation>driving licence</translation>
    </message>
    <message>
        <source>verzekering</source>
        <translation>insurance</translation>
    </message>
    <message>
        <source>autokeuring</source>
        <translation>car check-up</translation>
    </message>
    <message>
        <source>uittreksel strafregister</source>
        <translation>criminal record extract</translation>
    </message>
    <message>
        <source>informatienota</source>
        <translation>briefing note</translation>
    </message>
    <message>
        <source>inkomenscontrole</source>
        <translation>income check</translation>
    </message>
    <message>
        <source>{name} mag dit lid niet rijden: zij gaan niet samen.</source>
        <translation>{name} may not drive this member: they don’t go together.</translation>
    </message>
    <message>
        <source>De wagen van {name} neemt geen vaste rolstoel mee.</source>
        <translation>The car of {name} takes no rigid wheelchair.</translation>
    </message>
    <message>
        <source>De wagen van {name} heeft {seats} plaatsen; deze rit vraagt er {wanted}.</source>
        <translation>The car of {name} has {seats} seats; this ride asks for {wanted}.</translation>
    </message>
    <message>
        <source>{name} is op {day} geen actieve chauffeur.</source>
        <translation>{name} is not an active driver on {day}.</translation>
    </message>
    <message>
        <source>{name} is afwezig op {day}{reason}. Kies een andere dag of een andere chauffeur.</source>
        <translation>{name} is absent on {day}{reason}. Choose another day or another driver.</translation>
    </message>
    <message>
        <source>{name} rijdt dan al rit {ride} ({start} – {end}). {when}</source>
        <translation>{name} already drives ride {ride} then ({start} – {end}). {when}</translation>
    </message>
    <message>
        <source>Gesloten op {day}: {reason}. Toewijzen kan als {name} akkoord gaat.</source>
        <translation>Closed on {day}: {reason}. It can be assigned when {name} agrees.</translation>
    </message>
    <message>
        <source>{name} rijdt niet op die weekdag. Toewijzen kan als {name} akkoord gaat.</source>
        <translation>{name} doesn’t drive on that weekday. It can be assigned when {name} agrees.</translation>
    </message>
    <message>
        <source>{name} rijdt die dag enkel {hours}. {when}</source>
        <translation>{name} only drives {hours} that day. {when}</translation>
    </message>
    <message>
        <source>Later die dag lukt het niet meer.</source>
        <translation>It won’t work out later that day.</translation>
    </message>
    <message>
        <source>Vertrekken kan ten vroegste om {time}.</source>
        <translation>The earliest departure is {time}.</translation>
    </message>
    <message>
        <source>voorkeur van het lid</source>
        <translation>preferred by the member</translation>
    </message>
    <message>
        <source>{km} van huis</source>
        <translation>{km} from home</translation>
    </message>
    <message>
        <source>wil hoogstens {km} per week</source>
        <translation>wants {km} a week at most</translation>
    </message>
    <message>
        <source>wacht liever niet aan het ziekenhuis</source>
        <translation>would rather not wait at the hospital</translation>
    </message>
    <message>
        <source>reed dit lid op {day}</source>
        <translation>drove this member on {day}</translation>
    </message>
    <message>
        <source>neemt vaste rolstoel mee</source>
        <translation>takes a rigid wheelchair</translation>
    </message>
    <message>
        <source>zei {count} keer nee in 4 weken</source>
        <translation>said no {count} times in 4 weeks</translation>
    </message>
    <message>
        <source>{rides} ritten in 8 weken</source>
        <translation>{rides} rides in 8 weeks</translation>
    </message>
    <message>
        <source>{rides}, meer dan een gelijk deel</source>
        <translation>{rides}, more than an equal share</translation>
    </message>
    <message>
        <source>{rides}, minder dan een gelijk deel</source>
        <translation>{rides}, less than an equal share</translation>
    </message>
    <message>
        <source>wil hoogstens {most} ritten per week</source>
        <translation>wants at most {most} rides a week</translation>
    </message>
    <message>
        <source>wil niet verder dan {km}</source>
        <translation>won’t go further than {km}</translation>
    </message>
    <message>
        <source>sluitingsdag</source>
        <translation>closure day</translation>
    </message>
    <message>
        <source>weekend</source>
        <translation>weekend</translation>
    </message>
    <message>
        <source>rijden</source>
        <translation>driving</translation>
    </message>
    <message>
        <source>in- en uitstappen</source>
        <translation>getting in and out</translation>
    </message>
    <message>
        <source>speling</source>
        <translation>slack</translation>
    </message>
    <message>
        <source>afronding</source>
        <translation>rounding</translation>
    </message>
    <message>
        <source>ziekenhuis</source>
        <translation>hospital</translation>
    </message>
    <message>
        <source>dokter/tandarts</source>
        <translation>doctor/dentist</translation>
    </message>
    <message>
        <source>dagopvang</source>
        <translation>day care</translation>
    </message>
    <message>
        <source>boodschappen</source>
        <translation>shopping</translation>
    </message>
    <message>
        <source>kapper</source>
        <translation>hairdresser</translation>
    </message>
    <message>
        <source>familie</source>
        <translation>family</translation>
    </message>
    <message>
        <source>administratie</source>
        <translation>administration</translation>
    </message>
    <message>
        <source>vereniging</source>
        <translation>association</translation>
    </message>
    <message>
        <source>dorpsrestaurant</source>
        <translation>village restaurant</translation>
    </message>
    <message>
        <source>ander</source>
        <translation>other</translation>
    </message>
    <message>
        <source>{name} is overleden op {day}.</source>
        <translation>{name} died on {day}.</translation>
    </message>
    <message>
        <source>Het lidmaatschap eindigde op {day}.</source>
        <translation>The membership ended on {day}.</translation>
    </message>
    <message>
        <source>Het lidgeld {year} is nog niet betaald.</source>
        <translation>The fee of {year} isn’t paid yet.</translation>
    </message>
    <message>
        <source>Geen lidmaatschap voor {year}.</source>
        <translation>No membership for {year}.</translation>
    </message>
    <message>
        <source>De inkomenscontrole is nog niet gebeurd.</source>
        <translation>The income check hasn’t been done yet.</translation>
    </message>
    <message>
        <source>De inkomenscontrole is vervallen op {day}.</source>
        <translation>The income check lapsed on {day}.</translation>
    </message>
    <message>
        <source>Deze dag is al voorbij.</source>
        <translation>This day is over already.</translation>
    </message>
    <message>
        <source>Minder dan {days} werkdagen vooraf aangevraagd.</source>
        <translation>Asked for less than {days} working days ahead.</translation>
    </message>
    <message>
        <source>Te laat aangevraagd: dat kon tot {day} om {time}.</source>
        <translation>Asked for too late: that was possible until {day} at {time}.</translation>
    </message>
    <message>
        <source>Minder dan {hours} uur vooraf aangevraagd.</source>
        <translation>Asked for less than {hours} hours ahead.</translation>
    </message>
    <message>
        <source>Meer dan {months} maand vooraf aangevraagd.</source>
        <translation>Asked for more than {months} month ahead.</translation>
    </message>
    <message>
        <source>Gesloten: {reason}.</source>
        <translation>Closed: {reason}.</translation>
    </message>
    <message>
        <source>Dit lid heeft die dag al een rit: {rides}.</source>
        <translation>This member has a ride that day already: {rides}.</translation>
    </message>
    <message>
        <source>Een vaste rolstoel past enkel in een aangepaste wagen.</source>
        <translation>A rigid wheelchair only fits in an adapted car.</translation>
    </message>
    <message>
        <source>Geen enkele chauffeur heeft een wagen voor een vaste rolstoel.</source>
        <translation>No driver has a car for a rigid wheelchair.</translation>
    </message>
    <message>
        <source>Minderjarig en zonder begeleider: vraag het de chauffeur.</source>
        <translation>A minor without a companion: ask the driver.</translation>
    </message>
    <message>
        <source>Ritten voor {purpose} zijn uitgesloten.</source>
        <translation>Rides for {purpose} are excluded.</translation>
    </message>
    <message>
        <source>{km} kan niet voor één rit. Typ de gereden kilometers, niet de tellerstand.</source>
        <translation>{km} can’t be for one ride. Type the kilometres driven, not the odometer.</translation>
    </message>
    <message>
        <source>De wachttijd kan niet negatief zijn of langer dan 16 uur.</source>
        <translation>The waiting can’t be negative or longer than 16 hours.</translation>
    </message>
    <message>
        <source>De parking kan niet negatief zijn.</source>
        <translation>The parking can’t be negative.</translation>
    </message>
    <message>
        <source>Het ontvangen bedrag kan niet negatief zijn.</source>
        <translation>The amount received can’t be negative.</translation>
    </message>
    <message>
        <source>{km} wijkt meer dan 30 % af van de verwachte {expected}.</source>
        <translation>{km} differs by more than 30 % from the expected {expected}.</translation>
    </message>
    <message>
        <source>Thuis om dat uur kan niet: de rit zou langer dan 16 uur duren. Kijk de uren na.</source>
        <translation>Home at that time can’t be: the ride would last longer than 16 hours. Check the times.</translation>
    </message>
    <message>
        <source>aangevraagd</source>
        <translation>requested</translation>
    </message>
    <message>
        <source>toegewezen</source>
        <translation>assigned</translation>
    </message>
    <message>
        <source>bevestigd</source>
        <translation>confirmed</translation>
    </message>
    <message>
        <source>uitgevoerd</source>
        <translation>driven</translation>
    </message>
    <message>
        <source>afgerekend</source>
        <translation>settled</translation>
    </message>
    <message>
        <source>geannuleerd</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>loze rit</source>
        <translation>wasted trip</translation>
    </message>
    <message>
        <source>geen chauffeur</source>
        <translation>no driver</translation>
    </message>
    <message>
        <source>Deze rit is al afgerekend en kan niet meer wijzigen. Maak een correctie in de afrekening.</source>
        <translation>This ride is settled already and can’t change any more. Make a correction in the settlement.</translation>
    </message>
    <message>
        <source>Deze rit is {state}. Wijs eerst een chauffeur toe.</source>
        <translation>This ride is {state}. Assign a driver first.</translation>
    </message>
    <message>
        <source>Een rit die {state} is, kan niet {target} worden. Heropen de rit eerst.</source>
        <translation>A ride that is {state} can’t become {target}. Reopen the ride first.</translation>
    </message>
    <message>
        <source>vaste prijs tot {km}</source>
        <translation>fixed price up to {km}</translation>
    </message>
    <message>
        <source>aanvulling tot het minimum</source>
        <translation>supplement up to the minimum</translation>
    </message>
    <message>
        <source>{km} × {rate} (gereden {real})</source>
        <translation>{km} × {rate} (driven {real})</translation>
    </message>
    <message>
        <source>{km} × {rate} (enkele rit dubbel)</source>
        <translation>{km} × {rate} (one way, double)</translation>
    </message>
    <message>
        <source>{km} × {rate}</source>
        <translation>{km} × {rate}</translation>
    </message>
    <message>
        <source>wachten {time}</source>
        <translation>waiting {time}</translation>
    </message>
    <message>
        <source>koffie chauffeur</source>
        <translation>coffee for the driver</translation>
    </message>
    <message>
        <source>nee</source>
        <translation>no</translation>
    </message>
    <message>
        <source>datum</source>
        <translation>date</translation>
    </message>
    <message>
        <source>van</source>
        <translation>from</translation>
    </message>
    <message>
        <source>vertrekdorp</source>
        <translation>village of departure</translation>
    </message>
    <message>
        <source>naar</source>
        <translation>to</translation>
    </message>
    <message>
        <source>dorp van bestemming</source>
        <translation>village of destination</translation>
    </message>
    <message>
        <source>vertrek</source>
        <translation>departure</translation>
    </message>
    <message>
        <source>thuis</source>
        <translation>home</translation>
    </message>
    <message>
        <source>km</source>
        <translation>km</translation>
    </message>
    <message>
        <source>wachttijd</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>parking</source>
        <translation>parking</translation>
    </message>
    <message>
        <source>ontvangen</source>
        <translation>received</translation>
    </message>
    <message>
        <source>geannuleerd door</source>
        <translation>cancelled by</translation>
    </message>
    <message>
        <source>aanrekenen</source>
        <translation>charge</translation>
    </message>
    <message>
        <source>ophalen</source>
        <translation>pick-up</translation>
    </message>
    <message>
        <source>afspraak</source>
        <translation>appointment</translation>
    </message>
    <message>
        <source>terug</source>
        <translation>back</translation>
    </message>
    <message>
        <source>begeleiders</source>
        <translation>companions</translation>
    </message>
    <message>
        <source>rit geschrapt</source>
        <translation>ride struck out</translation>
    </message>
    <message>
        <source>traject aangepast</source>
        <translation>route changed</translation>
    </message>
    <message>
        <source>opmerking gewijzigd</source>
        <translation>note changed</translation>
    </message>
    <message>
        <source>van {origin} naar {destination}</source>
        <translation>from {origin} to {destination}</translation>
    </message>
    <message>
        <source>ophalen om {time}</source>
        <translation>pick up at {time}</translation>
    </message>
    <message>
        <source>rijdt mee: {name}</source>
        <translation>rides along: {name}</translation>
    </message>
    <message>
        <source>rijdt niet meer mee: {name}</source>
        <translation>no longer rides along: {name}</translation>
    </message>
    <message>
        <source>niets</source>
        <translation>nothing</translation>
    </message>
    <message>
        <source>Het ophaaluur ligt na de afspraak. Verbeter een van beide.</source>
        <translation>The pick-up is after the appointment. Mend one of them.</translation>
    </message>
    <message>
        <source>Dit is de stand van {time}; de server is onbereikbaar. Welke rittenlijsten wilt u?</source>
        <translation>This is how things stood at {time}; the server can’t be reached. Which rosters do you want?</translation>
    </message>
    <message>
        <source>Rittenlijst {days}.pdf</source>
        <translation>Ride list {days}.pdf</translation>
    </message>
    <message>
        <source>Rittenlijsten afdru&amp;kken (stand van {time})…</source>
        <translation>Print ros&amp;ters (as of {time})…</translation>
    </message>
    <message>
        <source>Rittenlijst {day}</source>
        <translation>Ride list {day}</translation>
    </message>
    <message>
        <source>Rittenlijst op papier</source>
        <translation>Ride list on paper</translation>
    </message>
    <message>
        <source>&amp;Afdrukken…</source>
        <translation>&amp;Print…</translation>
    </message>
    <message>
        <source>&amp;Opslaan als PDF…</source>
        <translation>&amp;Save as PDF…</translation>
    </message>
    <message>
        <source>&amp;Mailen…</source>
        <translation>&amp;Mail…</translation>
    </message>
    <message>
        <source>Rittenlijsten mailen (Ctrl+M)</source>
        <translation>Mail rosters (Ctrl+M)</translation>
    </message>
    <message>
        <source>Geen toegewezen ritten om af te drukken.</source>
        <translation>No assigned rides to print.</translation>
    </message>
    <message>
        <source>Dit worden veel bladen.</source>
        <translation>This will be many sheets.</translation>
    </message>
    <message>
        <source>Toon de rittenlijsten</source>
        <translation>Show the ride lists</translation>
    </message>
    <message>
        <source>De rittenlijsten worden gemaakt…</source>
        <translation>The ride lists are being made…</translation>
    </message>
    <message>
        <source>Voorbeeld van de rittenlijst</source>
        <translation>Preview of the ride list</translation>
    </message>
    <message>
        <source>lid overleden</source>
        <translation>member died</translation>
    </message>
    <message>
        <source>lidmaatschap beëindigd</source>
        <translation>membership ended</translation>
    </message>
    <message>
        <source>Deze rit moet nog komen. Annuleer hem op het dagbord.</source>
        <translation>This ride is still to come. Cancel it on the day board.</translation>
    </message>
    <message>
        <source>Deze dag moet nog komen: er is nog geen rit gereden.</source>
        <translation>This day is still to come: no ride was driven yet.</translation>
    </message>
    <message>
        <source>{name} stond die dag als afwezig. Klopt de datum?</source>
        <translation>{name} was noted as absent that day. Is the date right?</translation>
    </message>
    <message>
        <source>Dit lid heeft die dag al rit {rides}. Is dit een andere rit?</source>
        <translation>This member has ride {rides} that day already. Is this another ride?</translation>
    </message>
    <message>
        <source>Deze maand is al afgerekend: de rit komt als correctie in de volgende afrekening.</source>
        <translation>This month was settled already: the ride comes as a correction into the next settlement.</translation>
    </message>
    <message>
        <source>De eindstand {end} is lager dan de beginstand {start}. Kijk beide na.</source>
        <translation>The end reading {end} is lower than the start reading {start}. Check both.</translation>
    </message>
    <message>
        <source>Vul ook de beginstand in, of typ de km.</source>
        <translation>Fill in the start reading too, or type the km.</translation>
    </message>
    <message>
        <source>Vul de km of de eindstand in om deze rit te bewaren.</source>
        <translation>Fill in the km or the end reading to save this ride.</translation>
    </message>
    <message>
        <source>{km} kan niet voor één rit. Kijk de tellerstanden na.</source>
        <translation>{km} can&apos;t be for one ride. Check the odometer readings.</translation>
    </message>
    <message>
        <source>{km} is ver voor één rit. Klopt dat?</source>
        <translation>{km} is far for one ride. Is that right?</translation>
    </message>
    <message>
        <source>Volgens de teller is het {odometer}; de getypte {km} tellen.</source>
        <translation>By the odometer it is {odometer}; the {km} typed count.</translation>
    </message>
    <message>
        <source>Dezelfde tellerstanden staan al bij rit {ride}. Is er een dubbel getypt?</source>
        <translation>Ride {ride} has the same odometer readings already. Was one typed twice?</translation>
    </message>
    <message>
        <source>Na rit {ride} van {day} stond de teller al op {reading}. Kijk beide ritten na.</source>
        <translation>After ride {ride} of {day} the odometer stood at {reading} already. Check both rides.</translation>
    </message>
    <message>
        <source>Tussen rit {ride} en deze liggen {km} die op geen blad staan.</source>
        <translation>Between ride {ride} and this one lie {km} that no sheet has.</translation>
    </message>
    <message>
        <source>Loze rit zonder km: reed de chauffeur, vul ze dan in.</source>
        <translation>Wasted trip without km: if the driver drove, fill them in.</translation>
    </message>
    <message>
        <source>De ritten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.</source>
        <translation>The rides of {name} were changed meanwhile. Look at the mails again.</translation>
    </message>
    <message>
        <source>Rittenlijst {span}</source>
        <translation>Roster {span}</translation>
    </message>
    <message>
        <source>1 rit</source>
        <translation>1 ride</translation>
    </message>
    <message>
        <source>In bijlage vindt u uw rittenlijst van {span}: {count}.</source>
        <translation>Attached is your roster of {span}: {count}.</translation>
    </message>
    <message>
        <source>Open ritten.ics om de ritten in uw agenda te zetten; wat verviel, verdwijnt eruit.</source>
        <translation>Open ritten.ics to put the rides into your calendar; what was cancelled goes from it.</translation>
    </message>
    <message>
        <source>Klopt er iets niet, of kunt u niet rijden? Bel ons of antwoord op deze mail.</source>
        <translation>Something isn&apos;t right, or you can&apos;t drive? Phone us or answer this mail.</translation>
    </message>
    <message>
        <source>Gewijzigd</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>Rit afgerekend</source>
        <translation>Ride settled</translation>
    </message>
    <message>
        <source>Op die dag is de dienst al gesloten ({reason}). Kies een andere dag.</source>
        <translation>The desk is closed on that day already ({reason}). Choose another day.</translation>
    </message>
    <message>
        <source>Be&amp;llijst afdrukken…</source>
        <translation>Print ca&amp;ll list…</translation>
    </message>
    <message>
        <source>Chauffeur &amp;ziek</source>
        <translation>Driver &amp;ill</translation>
    </message>
    <message>
        <source>&amp;Volgende zonder resultaat</source>
        <translation>&amp;Next without a result</translation>
    </message>
    <message>
        <source>&amp;Sluitingsdagen…</source>
        <translation>&amp;Closure days…</translation>
    </message>
    <message>
        <source>Bestemming ver&amp;huist…</source>
        <translation>Destination &amp;moves…</translation>
    </message>
    <message>
        <source>Bellijst</source>
        <translation>Call list</translation>
    </message>
    <message>
        <source>ziek</source>
        <translation>ill</translation>
    </message>
    <message>
        <source>{name} is afwezig: ziek</source>
        <translation>{name} is away: ill</translation>
    </message>
    <message>
        <source>Waar de komende ritten naartoe gaan, de meeste eerst.</source>
        <translation>Where the coming rides go to, the most first.</translation>
    </message>
    <message>
        <source>&amp;Bestemming nu</source>
        <translation>&amp;Destination now</translation>
    </message>
    <message>
        <source>Wordt &amp;naam of adres</source>
        <translation>Becomes &amp;name or address</translation>
    </message>
    <message>
        <source>&amp;In</source>
        <translation>&amp;In</translation>
    </message>
    <message>
        <source>Het dorp of de stad.</source>
        <translation>The village or town.</translation>
    </message>
    <message>
        <source>&amp;Vanaf</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>Bestemming verhuist</source>
        <translation>Destination moves</translation>
    </message>
    <message>
        <source>&amp;Toon de ritten</source>
        <translation>&amp;Show the rides</translation>
    </message>
    <message>
        <source>{count} ritten</source>
        <translation>{count} rides</translation>
    </message>
    <message>
        <source>Kies de bestemming die verhuist.</source>
        <translation>Choose the destination that moves.</translation>
    </message>
    <message>
        <source>Vul in waar de bestemming dan is.</source>
        <translation>Fill in where the destination will be.</translation>
    </message>
    <message>
        <source>Vul in vanaf wanneer.</source>
        <translation>Fill in from when.</translation>
    </message>
    <message>
        <source>Er is geen enkele open rit naar die bestemming. Kijk de naam en de dag na.</source>
        <translation>There is no open ride to that destination. Check the name and the day.</translation>
    </message>
    <message>
        <source>{count} ritten zonder resultaat.</source>
        <translation>{count} rides without a result.</translation>
    </message>
    <message>
        <source>1 rit zonder resultaat.</source>
        <translation>1 ride without a result.</translation>
    </message>
    <message>
        <source>De maand kan pas afgerekend worden als alles ingevuld is.</source>
        <translation>The month can&apos;t be settled before all is filled in.</translation>
    </message>
    <message>
        <source>Periode</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>Kwartaal {number}</source>
        <translation>Quarter {number}</translation>
    </message>
    <message>
        <source>Heel het jaar</source>
        <translation>The whole year</translation>
    </message>
    <message>
        <source>Vragen zonder chauffeur per weekdag</source>
        <translation>Requests without a driver by weekday</translation>
    </message>
    <message>
        <source>Per uur en weekdag</source>
        <translation>By hour and weekday</translation>
    </message>
    <message>
        <source>Per dorp</source>
        <translation>By village</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Per reden</source>
        <translation>By reason</translation>
    </message>
    <message>
        <source>zonder chauffeur</source>
        <translation>without a driver</translation>
    </message>
    <message>
        <source>moeilijk ingevuld</source>
        <translation>hard to fill</translation>
    </message>
    <message>
        <source>Zonder</source>
        <translation>Without</translation>
    </message>
    <message>
        <source>Moeilijk</source>
        <translation>Hard</translation>
    </message>
    <message>
        <source>Werving: waar chauffeurs ontbreken</source>
        <translation>Recruitment: where drivers lack</translation>
    </message>
    <message>
        <source>Gevraagd: {asked}. Zonder chauffeur gebleven: {unmet}. Moeilijk ingevuld: {hard}.</source>
        <translation>Asked: {asked}. Stayed without a driver: {unmet}. Hard to fill: {hard}.</translation>
    </message>
    <message>
        <source>Zonder chauffeur gebleven</source>
        <translation>Stayed without a driver</translation>
    </message>
    <message>
        <source>ritten met de toestand “geen chauffeur”, op het uur van ophalen.</source>
        <translation>rides in the state “no driver”, at the hour of pick-up.</translation>
    </message>
    <message>
        <source>Moeilijk ingevuld</source>
        <translation>Hard to fill</translation>
    </message>
    <message>
        <source>ritten die minder dan een dag voor het vertrek hun eerste chauffeur kregen hoewel ze vroeger gevraagd waren, of waarvoor vier keer of meer gebeld werd.</source>
        <translation>rides that got their first driver less than a day before departure though they were asked earlier, or that took four phone calls or more.</translation>
    </message>
    <message>
        <source>Per weekdag</source>
        <translation>By weekday</translation>
    </message>
    <message>
        <source>tot {hour} u.</source>
        <translation>until {hour}:00</translation>
    </message>
    <message>
        <source>vanaf {hour} u.</source>
        <translation>from {hour}:00</translation>
    </message>
    <message>
        <source>{start} – {end} u.</source>
        <translation>{start} – {end}:00</translation>
    </message>
    <message>
        <source>Telefoons</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>geschrapt</source>
        <translation>struck out</translation>
    </message>
    <message>
        <source>Ingevoerd uit een bestand, of vóór dit boek begon</source>
        <translation>Taken over from a file, or before this book began</translation>
    </message>
    <message>
        <source>Gebeld: {name}</source>
        <translation>Phoned: {name}</translation>
    </message>
    <message>
        <source>{name} is afwezig op {day}.</source>
        <translation>{name} is away on {day}.</translation>
    </message>
    <message>
        <source>{name} is afwezig van {day} tot en met {last}.</source>
        <translation>{name} is away from {day} to {last}.</translation>
    </message>
    <message>
        <source>{name} rijdt niet meer na {day}.</source>
        <translation>{name} drives no longer after {day}.</translation>
    </message>
    <message>
        <source>De wagen van {name} heeft nu {seats} plaatsen en neemt {wheelchair} mee.</source>
        <translation>{name}&apos;s car now has {seats} seats and takes {wheelchair}.</translation>
    </message>
    <message>
        <source>een vaste rolstoel</source>
        <translation>a rigid wheelchair</translation>
    </message>
    <message>
        <source>geen vaste rolstoel</source>
        <translation>no rigid wheelchair</translation>
    </message>
    <message>
        <source>{name} woont vanaf {day} op een ander adres: {street}, {village}.</source>
        <translation>{name} lives at another address from {day} on: {street}, {village}.</translation>
    </message>
    <message>
        <source>De dienst is gesloten op {day}: {reason}.</source>
        <translation>The desk is closed on {day}: {reason}.</translation>
    </message>
    <message>
        <source>{old} verhuist op {day} naar {new}.</source>
        <translation>{old} moves to {new} on {day}.</translation>
    </message>
    <message>
        <source>later terugbellen</source>
        <translation>call back later</translation>
    </message>
    <message>
        <source>geen antwoord</source>
        <translation>no answer</translation>
    </message>
    <message>
        <source>geen vrije chauffeur met plaats voor een vaste rolstoel</source>
        <translation>no free driver with room for a rigid wheelchair</translation>
    </message>
    <message>
        <source>alle chauffeurs bezet of afwezig</source>
        <translation>all drivers busy or away</translation>
    </message>
    <message>
        <source>{count} keer gebeld: {answers}</source>
        <translation>{count} phone calls: {answers}</translation>
    </message>
    <message>
        <source>onbekend</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>geen reden genoteerd</source>
        <translation>no reason noted</translation>
    </message>
    <message>
        <source>pas na {calls} telefoons of meer</source>
        <translation>only after {calls} calls or more</translation>
    </message>
    <message>
        <source>pas op de dag zelf of de avond ervoor</source>
        <translation>only on the day itself or the evening before</translation>
    </message>
    <message>
        <source>In deze periode bleef geen enkele vraag open.</source>
        <translation>No request stayed open in this period.</translation>
    </message>
    <message>
        <source>Van de vragen die open bleven is geen uur gekend; de meeste kwamen uit {village}.</source>
        <translation>Of the requests that stayed open no hour is known; most came from {village}.</translation>
    </message>
    <message>
        <source>De meeste vragen bleven open op {weekday} tussen {start} en {end} u., vooral in {village}.</source>
        <translation>Most requests stayed open on {weekday} between {start}:00 and {end}:00, mainly in {village}.</translation>
    </message>
    <message>
        <source>Eén rit vond pas laat of na veel telefoons een chauffeur.</source>
        <translation>One ride found a driver only late or after many calls.</translation>
    </message>
    <message>
        <source>{hard} ritten vonden pas laat of na veel telefoons een chauffeur.</source>
        <translation>{hard} rides found a driver only late or after many calls.</translation>
    </message>
    <message>
        <source>Een van deze ritten werd intussen door iemand anders gewijzigd. Probeer opnieuw.</source>
        <translation>One of these rides was changed by somebody else meanwhile. Try again.</translation>
    </message>
    <message>
        <source>Deze rit is niet afgerekend: verander haar resultaat in de rittenlijst.</source>
        <translation>This ride isn&apos;t settled: change its result in the ride list.</translation>
    </message>
    <message>
        <source>Deze rit is {state}. Heropen de rit om de terugrit af te splitsen.</source>
        <translation>This ride is {state}. Reopen the ride to split off the way back.</translation>
    </message>
    <message>
        <source>Dit is zelf een terugrit. Wijs hem aan een andere chauffeur toe.</source>
        <translation>This is a way back itself. Give it to another driver.</translation>
    </message>
    <message>
        <source>In deze wagen zitten meerdere leden. Splits eerst de gedeelde rit.</source>
        <translation>Several members are in this car. Split the shared ride first.</translation>
    </message>
    <message>
        <source>Deze rit heeft geen terugrit. Bewerk de rit en kies hoe het lid terugkomt.</source>
        <translation>This ride has no way back. Edit the ride and choose how the member returns.</translation>
    </message>
    <message>
        <source>Samen maken deze ritten meer dan drie tussenstops. Laat ze apart rijden.</source>
        <translation>Together these rides make more than three stops. Let them drive apart.</translation>
    </message>
    <message>
        <source>Rit {ride} is {state}. Enkel open ritten kunnen samen rijden.</source>
        <translation>Ride {ride} is {state}. Only open rides can share a car.</translation>
    </message>
    <message>
        <source>Rit {ride} hoort bij een terugrit met een andere chauffeur en blijft apart.</source>
        <translation>Ride {ride} goes with a way back by another driver and stays apart.</translation>
    </message>
    <message>
        <source>Rit {ride} heeft nog geen bestemming. Vul die eerst in.</source>
        <translation>Ride {ride} has no destination yet. Enter that first.</translation>
    </message>
    <message>
        <source>Enkel twee ritten van dezelfde dag kunnen samen rijden.</source>
        <translation>Only two rides of the same day can share a car.</translation>
    </message>
    <message>
        <source>Hetzelfde lid zit in beide ritten. Annuleer een van beide.</source>
        <translation>The same member is in both rides. Cancel one of them.</translation>
    </message>
    <message>
        <source>rijdt mee met rit {ride}</source>
        <translation>goes along with ride {ride}</translation>
    </message>
    <message>
        <source>Deze rit is {state}. Heropen de rit om ze te splitsen.</source>
        <translation>This ride is {state}. Reopen the ride to split it.</translation>
    </message>
    <message>
        <source>Bij deze rit werd geen andere gevoegd. Bewerk de rit zelf.</source>
        <translation>No other ride was put into this one. Edit the ride itself.</translation>
    </message>
    <message>
        <source>de kortste weg</source>
        <translation>the shortest way</translation>
    </message>
    <message>
        <source>&amp;Eerst ophalen</source>
        <translation>&amp;Fetch first</translation>
    </message>
    <message>
        <source>Wie vroeger opgehaald moet worden, krijgt een vroeger uur; niemand komt later op de afspraak.</source>
        <translation>Who must be fetched earlier gets an earlier time; nobody is later for the appointment.</translation>
    </message>
    <message>
        <source>Samen rijden</source>
        <translation>Share a car</translation>
    </message>
    <message>
        <source>&amp;Samen rijden</source>
        <translation>&amp;Share a car</translation>
    </message>
    <message>
        <source>Spaart {km} uit: {who}.</source>
        <translation>Saves {km}: {who}.</translation>
    </message>
    <message>
        <source>ongeveer {amount} per lid</source>
        <translation>about {amount} per member</translation>
    </message>
    <message>
        <source>{name} {amount} minder</source>
        <translation>{name} {amount} less</translation>
    </message>
    <message>
        <source>{name} {amount} meer</source>
        <translation>{name} {amount} more</translation>
    </message>
    <message>
        <source>kan samen met {names}: {km} minder, {who} (S)</source>
        <translation>can go with {names}: {km} less, {who} (S)</translation>
    </message>
    <message>
        <source>Leeg: zoals gepland.</source>
        <translation>Empty: as planned.</translation>
    </message>
    <message>
        <source>&amp;Ophalen voor de terugrit om</source>
        <translation>&amp;Fetch for the way back at</translation>
    </message>
    <message>
        <source>De eerste chauffeur houdt de heenrit en rekent die dubbel aan. De terugrit wordt een open rit.</source>
        <translation>The first driver keeps the way out and charges it twice. The way back becomes an open ride.</translation>
    </message>
    <message>
        <source>Andere chauffeur brengt terug</source>
        <translation>Another driver brings back</translation>
    </message>
    <message>
        <source>Terugrit &amp;afsplitsen</source>
        <translation>Split &amp;off the way back</translation>
    </message>
    <message>
        <source>contant aan de chauffeur</source>
        <translation>cash to the driver</translation>
    </message>
    <message>
        <source>per maandfactuur</source>
        <translation>on a monthly invoice</translation>
    </message>
    <message>
        <source>Vaste ritten</source>
        <translation>Standing rides</translation>
    </message>
    <message>
        <source>Vaste ritten: overgeslagen of verplaatst</source>
        <translation>Standing rides: skipped or moved</translation>
    </message>
    <message>
        <source>Vaste ritten: pauzes</source>
        <translation>Standing rides: pauses</translation>
    </message>
    <message>
        <source>Ritaanvragen</source>
        <translation>Ride requests</translation>
    </message>
    <message>
        <source>Gereden ritten</source>
        <translation>Rides driven</translation>
    </message>
    <message>
        <source>Delen van ritten</source>
        <translation>Parts of rides</translation>
    </message>
    <message>
        <source>Telefoontjes over ritten</source>
        <translation>Phone calls about rides</translation>
    </message>
    <message>
        <source>Dagen als chauffeur</source>
        <translation>Days as a driver</translation>
    </message>
    <message>
        <source>Afgedrukte rittenlijsten</source>
        <translation>Printed rosters</translation>
    </message>
    <message>
        <source>Gemailde ritten</source>
        <translation>Mailed rides</translation>
    </message>
    <message>
        <source>Betaalwijze</source>
        <translation>Way of paying</translation>
    </message>
    <message>
        <source>bestaat niet meer</source>
        <translation>is gone</translation>
    </message>
    <message>
        <source>is intussen {state}</source>
        <translation>is {state} by now</translation>
    </message>
    <message>
        <source>werd intussen gewijzigd, nu bij {name}</source>
        <translation>was changed meanwhile, now with {name}</translation>
    </message>
    <message>
        <source>werd intussen gewijzigd</source>
        <translation>was changed meanwhile</translation>
    </message>
    <message>
        <source>de chauffeur bestaat niet meer</source>
        <translation>the driver is gone</translation>
    </message>
    <message>
        <source>Een adres begint met http:// of https://, bijvoorbeeld http://localhost:5000.</source>
        <translation>An address begins with http:// or https://, for example http://localhost:5000.</translation>
    </message>
    <message>
        <source>blijft, want de rit waarvoor ze zou wijken, blijft ook</source>
        <translation>stays, since the ride it would make way for stays too</translation>
    </message>
    <message>
        <source>stand van {day} {time}, server onbereikbaar</source>
        <translation>as of {day} {time}, server out of reach</translation>
    </message>
</context>
<context>
    <name>routes</name>
    <message>
        <source>Het adres van de routedienst begint met http:// of https:// en een naam. Verbeter het.</source>
        <translation>The address of the route service begins with http:// or https:// and a name. Mend it.</translation>
    </message>
    <message>
        <source>De routedienst antwoordt niet ({reason}). Kijk het adres en het netwerk na.</source>
        <translation>The route service doesn&apos;t answer ({reason}). Check the address and the network.</translation>
    </message>
    <message>
        <source>fout {code}</source>
        <translation>error {code}</translation>
    </message>
    <message>
        <source>het duurt te lang</source>
        <translation>it takes too long</translation>
    </message>
    <message>
        <source>die naam is niet te vinden</source>
        <translation>that name can&apos;t be found</translation>
    </message>
    <message>
        <source>ze breekt af</source>
        <translation>it breaks off</translation>
    </message>
    <message>
        <source>De routedienst antwoordt iets anders dan afstanden. Kijk het adres na.</source>
        <translation>The route service answers something else than distances. Check the address.</translation>
    </message>
    <message>
        <source>Wat de routedienst antwoordt</source>
        <translation>What the route service answers</translation>
    </message>
    <message>
        <source>&amp;Uitproberen</source>
        <translation>&amp;Try it</translation>
    </message>
    <message>
        <source>Uitproberen</source>
        <translation>Try it</translation>
    </message>
    <message>
        <source>Leeg: enkel wat de dienst zelf weet en schat.</source>
        <translation>Empty: only what the desk itself knows and estimates.</translation>
    </message>
    <message>
        <source>&amp;Adres</source>
        <translation>&amp;Address</translation>
    </message>
    <message>
        <source>Routedienst</source>
        <translation>Route service</translation>
    </message>
    <message>
        <source>Adres &amp;opslaan</source>
        <translation>&amp;Save address</translation>
    </message>
    <message>
        <source>Routedienst gewijzigd</source>
        <translation>Route service changed</translation>
    </message>
    <message>
        <source>Vraagt een weg…</source>
        <translation>Asks a road…</translation>
    </message>
    <message>
        <source>Antwoordt: {place} – {other} is {km} en {minutes} minuten rijden.</source>
        <translation>Answers: {place} – {other} is {km} and {minutes} minutes&apos; drive.</translation>
    </message>
    <message>
        <source>Heeft nog niet geantwoord.</source>
        <translation>Has not answered yet.</translation>
    </message>
    <message>
        <source>Antwoordde laatst op {day} om {time}.</source>
        <translation>Last answered on {day} at {time}.</translation>
    </message>
    <message>
        <source>Een routedienst (OSRM) kent de echte wegen. De planner vraagt ze waar een afstand nog geschat is en onthoudt ze; wat u met de hand ingaf en wat de rittenbladen leerden, gaat voor. Enkel coördinaten gaan naar buiten. Antwoordt ze niet, dan gelden de schattingen, en dat staat erbij.</source>
        <translation>A route service (OSRM) knows the real roads. The planner asks them where a distance is still estimated and keeps them; what you typed by hand and what ride sheets taught goes first. Only coordinates leave the house. Where it doesn&apos;t answer, the estimates hold, and that is said.</translation>
    </message>
    <message>
        <source>De routedienst kent geen weg tussen twee plaatsen van de dienst: verkeerde kaart?</source>
        <translation>The route service knows no road between two places of the desk: the wrong map?</translation>
    </message>
</context>
<context>
    <name>runner</name>
    <message>
        <source>Ongedaan gemaakt: {step}</source>
        <translation>Undone: {step}</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>Zoeken</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Naam, nummer, telefoon, dorp of pagina</source>
        <translation>Name, number, phone, village or page</translation>
    </message>
    <message>
        <source>Resultaten</source>
        <translation>Results</translation>
    </message>
    <message>
        <source>↑ ↓ kiezen · Enter openen · Esc sluiten</source>
        <translation>↑ ↓ choose · Enter open · Esc close</translation>
    </message>
    <message>
        <source>Niets gevonden. Controleer de spelling of typ minder letters.</source>
        <translation>Nothing found. Check the spelling or type fewer letters.</translation>
    </message>
</context>
<context>
    <name>secrets</name>
    <message>
        <source>Het wachtwoord staat in de sleutelbos van dit toestel.</source>
        <translation>The password is in this machine&apos;s keyring.</translation>
    </message>
    <message>
        <source>Dit toestel heeft geen sleutelbos: het wachtwoord wordt na elke start opnieuw gevraagd.</source>
        <translation>This machine has no keyring: the password is asked again after every start.</translation>
    </message>
</context>
<context>
    <name>self_test</name>
    <message>
        <source>MMC Desk werkt.</source>
        <translation>MMC Desk works.</translation>
    </message>
    <message>
        <source>Meegeleverde bestanden</source>
        <translation>Files that came with it</translation>
    </message>
    <message>
        <source>Nieuwe databank</source>
        <translation>New database</translation>
    </message>
    <message>
        <source>Rit aannemen en toewijzen</source>
        <translation>Take and assign a ride</translation>
    </message>
    <message>
        <source>Rittenlijst (PDF)</source>
        <translation>Ride list (PDF)</translation>
    </message>
    <message>
        <source>Kilometerstaat (PDF)</source>
        <translation>Kilometre report (PDF)</translation>
    </message>
    <message>
        <source>Jaarcijfers ({kind})</source>
        <translation>Yearly figures ({kind})</translation>
    </message>
    <message>
        <source>Reservekopie</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>Terugzetten</source>
        <translation>Put back</translation>
    </message>
    <message>
        <source>Databank nakijken</source>
        <translation>Check the database</translation>
    </message>
    <message>
        <source>{path} ontbreekt. Installeer MMC Desk opnieuw.</source>
        <translation>{path} is missing. Install MMC Desk again.</translation>
    </message>
    <message>
        <source>{path} is leeg.</source>
        <translation>{path} is empty.</translation>
    </message>
</context>
<context>
    <name>series</name>
    <message>
        <source>Ritten die bij hun vaste rit passen</source>
        <translation>Rides that fit their standing ride</translation>
    </message>
    <message>
        <source>Dagen van vaste ritten</source>
        <translation>Days of standing rides</translation>
    </message>
    <message>
        <source>Vaste ritten van gestopte leden</source>
        <translation>Standing rides of members who stopped</translation>
    </message>
    <message>
        <source>Nieuwe ritten van vaste ritten: {rides}.</source>
        <translation>New rides of standing rides: {rides}.</translation>
    </message>
    <message>
        <source>Wie vanaf {day} geen lid meer is, heeft geen vaste rit. Neem losse ritten aan, of heropen het lid.</source>
        <translation>Who is no member from {day} on has no standing ride. Take single rides, or reopen the member.</translation>
    </message>
    <message>
        <source>Kies een eerste dag vanaf vandaag: wat voorbij is, blijft zoals het was.</source>
        <translation>Choose a first day from today on: what is over stays as it was.</translation>
    </message>
    <message>
        <source>vaste rit gewijzigd</source>
        <translation>standing ride changed</translation>
    </message>
    <message>
        <source>Deze vaste rit eindigt dan al. Kies een vroegere dag.</source>
        <translation>This standing ride ends by then already. Choose an earlier day.</translation>
    </message>
    <message>
        <source>vaste rit beëindigd</source>
        <translation>standing ride ended</translation>
    </message>
    <message>
        <source>Vaste ritten vooruit gepland</source>
        <translation>Standing rides planned ahead</translation>
    </message>
    <message>
        <source>Op die dag valt deze vaste rit niet. Kies een dag uit de lijst.</source>
        <translation>This standing ride has no such day. Choose one from the list.</translation>
    </message>
    <message>
        <source>vaste rit overgeslagen</source>
        <translation>standing ride skipped</translation>
    </message>
    <message>
        <source>Die dag is voorbij. Kies een dag vanaf vandaag.</source>
        <translation>That day is over. Choose one from today on.</translation>
    </message>
    <message>
        <source>Die dag is niet overgeslagen of verplaatst.</source>
        <translation>That day isn&apos;t skipped or moved.</translation>
    </message>
    <message>
        <source>De laatste dag ligt voor de eerste. Verbeter een van beide.</source>
        <translation>The last day is before the first. Correct one of them.</translation>
    </message>
    <message>
        <source>vaste rit gepauzeerd</source>
        <translation>standing ride paused</translation>
    </message>
    <message>
        <source>Op die dag is er geen pauze om te beëindigen.</source>
        <translation>There is no pause to end on that day.</translation>
    </message>
    <message>
        <source>Deze vaste rit bestaat niet meer. Herlaad de pagina.</source>
        <translation>This standing ride is gone. Reload the page.</translation>
    </message>
    <message>
        <source>Deze vaste rit werd intussen door iemand anders gewijzigd. Herlaad en probeer opnieuw.</source>
        <translation>Somebody else changed this standing ride meanwhile. Reload and try again.</translation>
    </message>
    <message>
        <source>De rit van die dag is {state}. Heropen eerst rit {ride} om dit te wijzigen.</source>
        <translation>The ride of that day is {state}. Reopen ride {ride} first to change this.</translation>
    </message>
    <message>
        <source>Rit {ride} op {day} past niet bij haar vaste rit.</source>
        <translation>Ride {ride} on {day} doesn&apos;t fit its standing ride.</translation>
    </message>
    <message>
        <source>Rit {ride} hoort half bij een vaste rit: dag of vaste rit ontbreekt.</source>
        <translation>Ride {ride} half belongs to a standing ride: its day or the standing ride is missing.</translation>
    </message>
    <message>
        <source>De vaste rit van lid {member} vanaf {day} loopt door na het einde van het lidmaatschap.</source>
        <translation>The standing ride of member {member} from {day} runs on after the membership ended.</translation>
    </message>
    <message>
        <source>Dit patroon heeft geen enkele dag. Verbeter de dagen of het einde.</source>
        <translation>This pattern has no day at all. Correct the days or the end.</translation>
    </message>
    <message>
        <source>Een rit herhaalt zich om de 1 week of maand of meer.</source>
        <translation>A ride repeats every 1 week or month or more.</translation>
    </message>
    <message>
        <source>Het aantal keren is 1 of meer.</source>
        <translation>The number of times is 1 or more.</translation>
    </message>
    <message>
        <source>De dag van de maand is 1 tot 31.</source>
        <translation>The day of the month is 1 to 31.</translation>
    </message>
    <message>
        <source>Kies minstens één weekdag, bijvoorbeeld: ma do.</source>
        <translation>Choose at least one weekday, for example: ma do.</translation>
    </message>
    <message>
        <source>Kies één weekdag voor een rit per maand.</source>
        <translation>Choose one weekday for a monthly ride.</translation>
    </message>
    <message>
        <source>Kies de eerste, tweede, derde, vierde of laatste weekdag.</source>
        <translation>Choose the first, second, third, fourth or last weekday.</translation>
    </message>
    <message>
        <source>Kies een andere dag om de rit naar te verplaatsen.</source>
        <translation>Choose another day to move the ride to.</translation>
    </message>
    <message>
        <source>Deze vaste rit rijdt die dag al. Kies een andere dag.</source>
        <translation>This standing ride drives on that day already. Choose another day.</translation>
    </message>
    <message>
        <source>eerste</source>
        <translation>first</translation>
    </message>
    <message>
        <source>tweede</source>
        <translation>second</translation>
    </message>
    <message>
        <source>derde</source>
        <translation>third</translation>
    </message>
    <message>
        <source>vierde</source>
        <translation>fourth</translation>
    </message>
    <message>
        <source>laatste</source>
        <translation>last</translation>
    </message>
    <message>
        <source>rijdt</source>
        <translation>drives</translation>
    </message>
    <message>
        <source>verplaatst</source>
        <translation>moved</translation>
    </message>
    <message>
        <source>overgeslagen</source>
        <translation>skipped</translation>
    </message>
    <message>
        <source>pauze</source>
        <translation>pause</translation>
    </message>
    <message>
        <source>een verplaatste rit komt in de plaats</source>
        <translation>a moved ride takes its place</translation>
    </message>
    <message>
        <source>feestdag</source>
        <translation>holiday</translation>
    </message>
    <message>
        <source>gesloten</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>schoolvakantie</source>
        <translation>school holidays</translation>
    </message>
    <message>
        <source>{often} op de {day}</source>
        <translation>{often} on the {day}</translation>
    </message>
    <message>
        <source>{often} op de {nth} {weekday}</source>
        <translation>{often} on the {nth} {weekday}</translation>
    </message>
    <message>
        <source>elke dag</source>
        <translation>every day</translation>
    </message>
    <message>
        <source>elke weekdag</source>
        <translation>every working day</translation>
    </message>
    <message>
        <source>elke week op {weekdays}</source>
        <translation>every week on {weekdays}</translation>
    </message>
    <message>
        <source>elke {every} weken op {weekdays}</source>
        <translation>every {every} weeks on {weekdays}</translation>
    </message>
    <message>
        <source>“{text}” is geen aantal. Typ bijvoorbeeld 6.</source>
        <translation>“{text}” is no number. Type for example 6.</translation>
    </message>
    <message>
        <source>Vanaf &amp;dag</source>
        <translation>From &amp;day</translation>
    </message>
    <message>
        <source>Vanaf dag</source>
        <translation>From day</translation>
    </message>
    <message>
        <source>H&amp;erhaling</source>
        <translation>R&amp;epeats</translation>
    </message>
    <message>
        <source>De &amp;zoveelste</source>
        <translation>Whi&amp;ch one</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: ma wo, of ma-vr.</source>
        <translation>For example: ma wo, or ma-vr.</translation>
    </message>
    <message>
        <source>&amp;Weekdagen</source>
        <translation>&amp;Weekdays</translation>
    </message>
    <message>
        <source>Een maand zonder die dag wordt overgeslagen.</source>
        <translation>A month without that day is skipped.</translation>
    </message>
    <message>
        <source>Da&amp;g van de maand</source>
        <translation>Da&amp;y of the month</translation>
    </message>
    <message>
        <source>E&amp;inde op</source>
        <translation>&amp;Ends on</translation>
    </message>
    <message>
        <source>Leeg: zonder einde.</source>
        <translation>Empty: without end.</translation>
    </message>
    <message>
        <source>In de plaats van een einde. Een overgeslagen dag telt mee.</source>
        <translation>Instead of an end. A skipped day counts too.</translation>
    </message>
    <message>
        <source>Aantal &amp;keren</source>
        <translation>Times (&amp;k)</translation>
    </message>
    <message>
        <source>Ri&amp;jdt niet</source>
        <translation>Drives n&amp;ot</translation>
    </message>
    <message>
        <source>Krijgt elke rit als hij vrij is.</source>
        <translation>Gets every ride when free.</translation>
    </message>
    <message>
        <source>Vaste &amp;chauffeur</source>
        <translation>Usual &amp;driver</translation>
    </message>
    <message>
        <source>elke week</source>
        <translation>every week</translation>
    </message>
    <message>
        <source>elke {every} weken</source>
        <translation>every {every} weeks</translation>
    </message>
    <message>
        <source>elke maand</source>
        <translation>every month</translation>
    </message>
    <message>
        <source>elke {every} maanden</source>
        <translation>every {every} months</translation>
    </message>
    <message>
        <source>{often} op dezelfde datum</source>
        <translation>{often} on the same date</translation>
    </message>
    <message>
        <source>{often} op dezelfde weekdag</source>
        <translation>{often} on the same weekday</translation>
    </message>
    <message>
        <source>rijdt altijd</source>
        <translation>always drives</translation>
    </message>
    <message>
        <source>{day} (niet in kortere maanden)</source>
        <translation>{day} (not in shorter months)</translation>
    </message>
    <message>
        <source>{number}ste</source>
        <translation>{number}th</translation>
    </message>
    <message>
        <source>{number}de</source>
        <translation>{number}th</translation>
    </message>
    <message>
        <source>en</source>
        <translation>and</translation>
    </message>
    <message>
        <source>van {first} tot {last}</source>
        <translation>from {first} to {last}</translation>
    </message>
    <message>
        <source>vanaf {first}</source>
        <translation>from {first}</translation>
    </message>
    <message>
        <source>één keer</source>
        <translation>once</translation>
    </message>
    <message>
        <source>{times} keer</source>
        <translation>{times} times</translation>
    </message>
    <message>
        <source>op feestdagen</source>
        <translation>on public holidays</translation>
    </message>
    <message>
        <source>op sluitingsdagen</source>
        <translation>on closure days</translation>
    </message>
    <message>
        <source>in schoolvakanties</source>
        <translation>in school holidays</translation>
    </message>
    <message>
        <source>niet {days}</source>
        <translation>not {days}</translation>
    </message>
    <message>
        <source>of</source>
        <translation>or</translation>
    </message>
    <message>
        <source>verplaatst naar {day}</source>
        <translation>moved to {day}</translation>
    </message>
    <message>
        <source>Vaste ritten</source>
        <translation>Standing rides</translation>
    </message>
    <message>
        <source>De dagen die komen</source>
        <translation>The days to come</translation>
    </message>
    <message>
        <source>Zoek op naam, patroon, bestemming, chauffeur</source>
        <translation>Search by name, pattern, destination, driver</translation>
    </message>
    <message>
        <source>Filter op naam, patroon, bestemming, chauffeur</source>
        <translation>Filter by name, pattern, destination, driver</translation>
    </message>
    <message>
        <source>Welke vaste ritten</source>
        <translation>Which standing rides</translation>
    </message>
    <message>
        <source>Nieuwe vaste rit</source>
        <translation>New standing ride</translation>
    </message>
    <message>
        <source>Nog geen vaste ritten: ritten die elke week of maand terugkomen.</source>
        <translation>No standing rides yet: rides that come back every week or month.</translation>
    </message>
    <message>
        <source>&amp;Nieuwe vaste rit</source>
        <translation>&amp;New standing ride</translation>
    </message>
    <message>
        <source>Maakt de ritten van alle vaste ritten tot enkele weken vooruit; elke dag gebeurt dat vanzelf.</source>
        <translation>Makes the rides of all standing rides some weeks ahead; every day that happens by itself.</translation>
    </message>
    <message>
        <source>Vooruit p&amp;lannen</source>
        <translation>P&amp;lan ahead</translation>
    </message>
    <message>
        <source>{shown} van {all} vaste ritten</source>
        <translation>{shown} of {all} standing rides</translation>
    </message>
    <message>
        <source>Wat loopt of komt</source>
        <translation>Running or coming</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>vaste chauffeur {name}</source>
        <translation>usual driver {name}</translation>
    </message>
    <message>
        <source>samen met {names}</source>
        <translation>together with {names}</translation>
    </message>
    <message>
        <source>Pauze vanaf {first}</source>
        <translation>Pause from {first}</translation>
    </message>
    <message>
        <source>Pauze van {first} tot en met {last}</source>
        <translation>Pause from {first} up to and including {last}</translation>
    </message>
    <message>
        <source>&amp;Pauzeren…</source>
        <translation>&amp;Pause…</translation>
    </message>
    <message>
        <source>&amp;Hervatten</source>
        <translation>&amp;Resume</translation>
    </message>
    <message>
        <source>&amp;Beëindigen…</source>
        <translation>&amp;End…</translation>
    </message>
    <message>
        <source>&amp;Wijzigen…</source>
        <translation>&amp;Change…</translation>
    </message>
    <message>
        <source>&amp;Overslaan…</source>
        <translation>Sk&amp;ip…</translation>
    </message>
    <message>
        <source>&amp;Verplaatsen…</source>
        <translation>&amp;Move…</translation>
    </message>
    <message>
        <source>&amp;Terugzetten</source>
        <translation>Put &amp;back</translation>
    </message>
    <message>
        <source>Rit be&amp;werken…</source>
        <translation>&amp;Edit ride…</translation>
    </message>
    <message>
        <source>Vaste rit begonnen</source>
        <translation>Standing ride begun</translation>
    </message>
    <message>
        <source>Vaste rit gewijzigd</source>
        <translation>Standing ride changed</translation>
    </message>
    <message>
        <source>Vaste rit gepauzeerd</source>
        <translation>Standing ride paused</translation>
    </message>
    <message>
        <source>Vaste rit hervat</source>
        <translation>Standing ride resumed</translation>
    </message>
    <message>
        <source>Vaste rit beëindigd</source>
        <translation>Standing ride ended</translation>
    </message>
    <message>
        <source>Dag overgeslagen</source>
        <translation>Day skipped</translation>
    </message>
    <message>
        <source>Dag verplaatst</source>
        <translation>Day moved</translation>
    </message>
    <message>
        <source>Dag teruggezet</source>
        <translation>Day put back</translation>
    </message>
    <message>
        <source>Vaste rit wijzigen vanaf een dag</source>
        <translation>Change a standing ride from a day on</translation>
    </message>
    <message>
        <source>Vaste rit op&amp;slaan</source>
        <translation>&amp;Save standing ride</translation>
    </message>
    <message>
        <source>Vul de eerste dag in, bijvoorbeeld 25/11, +2 of vr.</source>
        <translation>Fill in the first day, for example 25/11, +2 or vr.</translation>
    </message>
    <message>
        <source>De eerste tien ritten</source>
        <translation>The first ten rides</translation>
    </message>
    <message>
        <source>loopt</source>
        <translation>running</translation>
    </message>
    <message>
        <source>begint nog</source>
        <translation>still to begin</translation>
    </message>
    <message>
        <source>gepauzeerd</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>afgelopen</source>
        <translation>ended</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Hoe vaak</source>
        <translation>How often</translation>
    </message>
    <message>
        <source>Naar</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Volgende rit</source>
        <translation>Next ride</translation>
    </message>
    <message>
        <source>Toestand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Vaste chauffeur</source>
        <translation>Usual driver</translation>
    </message>
    <message>
        <source>{standing} tot {day}</source>
        <translation>{standing} until {day}</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>verplaatst van {day}</source>
        <translation>moved from {day}</translation>
    </message>
    <message>
        <source>nog niet gepland</source>
        <translation>not planned yet</translation>
    </message>
    <message>
        <source>apart gewijzigd</source>
        <translation>changed on its own</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Mag leeg blijven.</source>
        <translation>May stay empty.</translation>
    </message>
    <message>
        <source>Eén dag overslaan</source>
        <translation>Skip one day</translation>
    </message>
    <message>
        <source>Dag &amp;overslaan</source>
        <translation>&amp;Skip day</translation>
    </message>
    <message>
        <source>25/11, +2 of vr</source>
        <translation>25/11, +2 or vr</translation>
    </message>
    <message>
        <source>&amp;Naar</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>Eén dag verplaatsen</source>
        <translation>Move one day</translation>
    </message>
    <message>
        <source>Dag &amp;verplaatsen</source>
        <translation>&amp;Move day</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>Leeg: tot u de rit hervat.</source>
        <translation>Empty: until you resume the ride.</translation>
    </message>
    <message>
        <source>&amp;Tot en met</source>
        <translation>&amp;Until</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: op reis, in het ziekenhuis.</source>
        <translation>For example: travelling, in hospital.</translation>
    </message>
    <message>
        <source>Vaste rit pauzeren</source>
        <translation>Pause a standing ride</translation>
    </message>
    <message>
        <source>Vaste rit &amp;pauzeren</source>
        <translation>&amp;Pause standing ride</translation>
    </message>
    <message>
        <source>De open ritten daarna worden geannuleerd.</source>
        <translation>The open rides after it are cancelled.</translation>
    </message>
    <message>
        <source>&amp;Laatste dag</source>
        <translation>&amp;Last day</translation>
    </message>
    <message>
        <source>Vaste rit beëindigen</source>
        <translation>End a standing ride</translation>
    </message>
    <message>
        <source>Vaste rit &amp;beëindigen</source>
        <translation>&amp;End standing ride</translation>
    </message>
    <message>
        <source>Vul een dag in, bijvoorbeeld 25/11, +2 of vr.</source>
        <translation>Fill in a day, for example 25/11, +2 or vr.</translation>
    </message>
    <message>
        <source>1 rit gepland</source>
        <translation>1 ride planned</translation>
    </message>
    <message>
        <source>{rides} ritten gepland</source>
        <translation>{rides} rides planned</translation>
    </message>
    <message>
        <source>1 rit aangepast</source>
        <translation>1 ride changed</translation>
    </message>
    <message>
        <source>{rides} ritten aangepast</source>
        <translation>{rides} rides changed</translation>
    </message>
    <message>
        <source>1 rit geannuleerd</source>
        <translation>1 ride cancelled</translation>
    </message>
    <message>
        <source>{rides} ritten geannuleerd</source>
        <translation>{rides} rides cancelled</translation>
    </message>
    <message>
        <source>1 rit zonder chauffeur</source>
        <translation>1 ride without driver</translation>
    </message>
    <message>
        <source>{rides} ritten zonder chauffeur</source>
        <translation>{rides} rides without driver</translation>
    </message>
</context>
<context>
    <name>server</name>
    <message>
        <source>De schijf van de server van {name} is vol: er werd niets bewaard. Vraag de beheerder om plaats te maken.</source>
        <translation>The disk of the server of {name} is full: nothing was saved. Ask the administrator to make room.</translation>
    </message>
    <message>
        <source>{name} laat nu enkel lezen toe: er werd niets bewaard. Vraag de beheerder of dit de juiste server is.</source>
        <translation>{name} only allows reading now: nothing was saved. Ask the administrator whether this is the right server.</translation>
    </message>
    <message>
        <source>De gebruiker van {name} mag dit niet. Vraag de beheerder om de rechten te zetten met: mmc-desk grant ROL</source>
        <translation>The user of {name} may not do this. Ask the administrator to set the rights with: mmc-desk grant ROLE</translation>
    </message>
    <message>
        <source>De server van {name} heeft geen verbinding meer vrij. Sluit een venster van MMC Desk, of vraag de beheerder om meer verbindingen toe te laten.</source>
        <translation>The server of {name} has no connection left. Close a window of MMC Desk, or ask the administrator to allow more connections.</translation>
    </message>
    <message>
        <source>De server van {name} weigert deze gebruiker of dit wachtwoord. Kijk het adres na.</source>
        <translation>The server of {name} refuses this user or this password. Check the address.</translation>
    </message>
    <message>
        <source>Een andere desk is nog bezig met hetzelfde in {name}: er werd niets bewaard. Probeer straks opnieuw.</source>
        <translation>Another desk is still busy with the same in {name}: nothing was saved. Try again in a moment.</translation>
    </message>
    <message>
        <source>{name} heeft niet de tabellen van deze versie van MMC Desk. Vraag de beheerder om de nieuwe versie één keer te starten als eigenaar van de databank.</source>
        <translation>{name} doesn’t have the tables of this version of MMC Desk. Ask the administrator to start the new version once as the owner of the database.</translation>
    </message>
    <message>
        <source>De server meldt schade aan {name}: er werd niets bewaard. Vraag de beheerder om een back-up terug te zetten.</source>
        <translation>The server reports damage to {name}: nothing was saved. Ask the administrator to restore a backup.</translation>
    </message>
    <message>
        <source>De server van {name} wordt gestopt of start nog op. Wacht even en probeer opnieuw.</source>
        <translation>The server of {name} is being stopped or is still starting. Wait a moment and try again.</translation>
    </message>
    <message>
        <source>De server van {name} heeft te weinig geheugen: er werd niets bewaard. Verwittig de beheerder.</source>
        <translation>The server of {name} has too little memory: nothing was saved. Tell the administrator.</translation>
    </message>
    <message>
        <source>De server van {name} is niet bereikbaar. Kijk het netwerk na en probeer opnieuw.</source>
        <translation>The server of {name} can’t be reached. Check the network and try again.</translation>
    </message>
    <message>
        <source>De server van {name} laat deze computer niet toe. Vraag de beheerder om hem toe te voegen (pg_hba.conf).</source>
        <translation>The server of {name} doesn’t admit this computer. Ask the administrator to add it (pg_hba.conf).</translation>
    </message>
    <message>
        <source>Het certificaat van de server van {name} klopt niet: er werd niets verstuurd. Vraag de beheerder om het juiste certificaat; zet de controle niet af.</source>
        <translation>The certificate of the server of {name} isn’t right: nothing was sent. Ask the administrator for the right certificate; don’t switch the check off.</translation>
    </message>
    <message>
        <source>Met de server van {name} lukt geen beveiligde verbinding (TLS). Vraag de beheerder om ze aan te zetten, of kijk sslmode na in het adres.</source>
        <translation>No secure connection (TLS) with the server of {name} is possible. Ask the administrator to switch it on, or check sslmode in the address.</translation>
    </message>
    <message>
        <source>De naam van de server van {name} is niet bekend. Kijk het adres en het netwerk na.</source>
        <translation>The name of the server of {name} isn’t known. Check the address and the network.</translation>
    </message>
    <message>
        <source>Op de server bestaat {name} niet. Maak ze eerst: zie db/postgres/README.md.</source>
        <translation>{name} doesn’t exist on the server. Make it first: see db/postgres/README.md.</translation>
    </message>
    <message>
        <source>De databank {name} antwoordt: {detail}</source>
        <translation>The database {name} answers: {detail}</translation>
    </message>
</context>
<context>
    <name>sessions</name>
    <message>
        <source>LDC on Wheels</source>
        <translation>LDC on Wheels</translation>
    </message>
    <message>
        <source>Activiteiten op open middagen</source>
        <translation>Sessions on open noons</translation>
    </message>
    <message>
        <source>Partner op twee plaatsen</source>
        <translation>Partner in two places</translation>
    </message>
    <message>
        <source>Aanwezigen op naam</source>
        <translation>Attendance by name</translation>
    </message>
    <message>
        <source>Afspraken die overlappen</source>
        <translation>Overlapping appointments</translation>
    </message>
    <message>
        <source>Kies wie er is, of typ een naam.</source>
        <translation>Choose who is there, or type a name.</translation>
    </message>
    <message>
        <source>Die naam staat al op de lijst.</source>
        <translation>That name is on the list already.</translation>
    </message>
    <message>
        <source>Deze persoon heeft al een afspraak om {time}.</source>
        <translation>This person already has an appointment at {time}.</translation>
    </message>
    <message>
        <source>Deze afspraak is ingevuld. Maak ze eerst vrij.</source>
        <translation>This appointment is taken. Free it first.</translation>
    </message>
    <message>
        <source>Deze activiteit gaat niet door. Plan ze eerst opnieuw.</source>
        <translation>This session isn&apos;t going ahead. Plan it again first.</translation>
    </message>
    <message>
        <source>de middag vervalt</source>
        <translation>the noon lapses</translation>
    </message>
    <message>
        <source>{reason}, en geen open middag meer in de maand</source>
        <translation>{reason}, and no open noon left in the month</translation>
    </message>
    <message>
        <source>verplaatst van {day}: {reason}</source>
        <translation>moved from {day}: {reason}</translation>
    </message>
    <message>
        <source>De activiteiten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.</source>
        <translation>The sessions of {name} have changed meanwhile. Check the mails again.</translation>
    </message>
    <message>
        <source>Vul de naam van de partner in.</source>
        <translation>Fill in the partner&apos;s name.</translation>
    </message>
    <message>
        <source>Er is al een partner met deze naam.</source>
        <translation>There is a partner of this name already.</translation>
    </message>
    <message>
        <source>De laatste dag komt niet voor de eerste.</source>
        <translation>The last day doesn&apos;t come before the first.</translation>
    </message>
    <message>
        <source>Dit bestaat niet meer. Herlaad de lijst.</source>
        <translation>This doesn&apos;t exist any more. Reload the list.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde dit intussen. Sluit het venster en kijk eerst na.</source>
        <translation>Somebody else changed this meanwhile. Close the window and look first.</translation>
    </message>
    <message>
        <source>Vul in waarom de activiteit niet doorgaat.</source>
        <translation>Fill in why the session doesn&apos;t go ahead.</translation>
    </message>
    <message>
        <source>Deze activiteit ging niet door. Plan ze eerst opnieuw.</source>
        <translation>This session wasn&apos;t held. Plan it again first.</translation>
    </message>
    <message>
        <source>Deze activiteit is pas op {day}: noteer de aanwezigen daarna.</source>
        <translation>This session is only on {day}: note the attendance after it.</translation>
    </message>
    <message>
        <source>Het plan is intussen gewijzigd: vraag een nieuw voorstel. ({reason})</source>
        <translation>The plan has changed meanwhile: ask for a new proposal. ({reason})</translation>
    </message>
    <message>
        <source>Deze activiteit is niet meer gepland. Plan ze eerst opnieuw.</source>
        <translation>This session isn&apos;t planned any more. Plan it again first.</translation>
    </message>
    <message>
        <source>Op {day} is er in deze locatie al een activiteit. Kies een andere middag.</source>
        <translation>There is a session at this location on {day} already. Choose another noon.</translation>
    </message>
    <message>
        <source>Vul de naam van het thema in.</source>
        <translation>Fill in the name of the theme.</translation>
    </message>
    <message>
        <source>Er is al een thema met deze naam.</source>
        <translation>There is a theme of this name already.</translation>
    </message>
    <message>
        <source>Vul in waarvoor deze deelnemer zou komen.</source>
        <translation>Fill in what this participant would come for.</translation>
    </message>
    <message>
        <source>Dat staat al genoteerd.</source>
        <translation>That is noted already.</translation>
    </message>
    <message>
        <source>Partners</source>
        <translation>Partners</translation>
    </message>
    <message>
        <source>Uitnodigingen voor partners: {month}</source>
        <translation>Invitations for partners: {month}</translation>
    </message>
    <message>
        <source>&amp;Uitnodiging</source>
        <translation>&amp;Invitation</translation>
    </message>
    <message>
        <source>Geen partners met een activiteit in deze maand.</source>
        <translation>No partners with a session this month.</translation>
    </message>
    <message>
        <source>{count} partners, {mails} aangevinkt</source>
        <translation>{count} partners, {mails} ticked</translation>
    </message>
    <message>
        <source>Uitnodigingen gemaild</source>
        <translation>Invitations mailed</translation>
    </message>
    <message>
        <source>Uitnodigingen {month}.pdf</source>
        <translation>Invitations {month}.pdf</translation>
    </message>
    <message>
        <source>Uitnodigingen</source>
        <translation>Invitations</translation>
    </message>
    <message>
        <source>Partner</source>
        <translation>Partner</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Deze maand</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>Vorige maand</source>
        <translation>Previous month</translation>
    </message>
    <message>
        <source>Volgende maand</source>
        <translation>Next month</translation>
    </message>
    <message>
        <source>LDC on Wheels in {month}</source>
        <translation>LDC on Wheels in {month}</translation>
    </message>
    <message>
        <source>Affiches {month}</source>
        <translation>Posters {month}</translation>
    </message>
    <message>
        <source>Er is geen activiteit om een affiche van te maken.</source>
        <translation>There is no session to make a poster of.</translation>
    </message>
    <message>
        <source>Affiches {month}.pdf</source>
        <translation>Posters {month}.pdf</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Contactpersoon</source>
        <translation>&amp;Contact</translation>
    </message>
    <message>
        <source>&amp;Telefoon</source>
        <translation>&amp;Phone</translation>
    </message>
    <message>
        <source>&amp;E-mail</source>
        <translation>&amp;E-mail</translation>
    </message>
    <message>
        <source>&amp;Aanbod</source>
        <translation>&amp;Offer</translation>
    </message>
    <message>
        <source>Leeg: elke dag. Bijvoorbeeld: ma wo, of ma-vr.</source>
        <translation>Empty: every day. For example: ma wo, or ma-vr.</translation>
    </message>
    <message>
        <source>&amp;Weekdagen</source>
        <translation>&amp;Weekdays</translation>
    </message>
    <message>
        <source>Leeg: zonder einde.</source>
        <translation>Empty: without an end.</translation>
    </message>
    <message>
        <source>Werkt mee tot</source>
        <translation>Works with us until</translation>
    </message>
    <message>
        <source>N&amp;otitie</source>
        <translation>N&amp;ote</translation>
    </message>
    <message>
        <source>Partner wijzigen</source>
        <translation>Change partner</translation>
    </message>
    <message>
        <source>Nieuwe partner</source>
        <translation>New partner</translation>
    </message>
    <message>
        <source>Partner op&amp;slaan</source>
        <translation>&amp;Save partner</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;Tot en met</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Partner afwezig</source>
        <translation>Partner absent</translation>
    </message>
    <message>
        <source>Afwezigheid op&amp;slaan</source>
        <translation>&amp;Save absence</translation>
    </message>
    <message>
        <source>Vul de eerste dag in.</source>
        <translation>Fill in the first day.</translation>
    </message>
    <message>
        <source>Gegevens van de partner</source>
        <translation>The partner&apos;s details</translation>
    </message>
    <message>
        <source>&amp;Bewerken</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <source>Beëin&amp;digen</source>
        <translation>En&amp;d</translation>
    </message>
    <message>
        <source>&amp;Mails</source>
        <translation>&amp;Mails</translation>
    </message>
    <message>
        <source>Bereiken</source>
        <translation>Reach</translation>
    </message>
    <message>
        <source>&amp;Afwezigheid</source>
        <translation>&amp;Absence</translation>
    </message>
    <message>
        <source>Wanneer</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Thema’s</source>
        <translation>Themes</translation>
    </message>
    <message>
        <source>Te komen</source>
        <translation>To come</translation>
    </message>
    <message>
        <source>Geweest</source>
        <translation>Past</translation>
    </message>
    <message>
        <source>werkt mee tot {day}</source>
        <translation>works with us until {day}</translation>
    </message>
    <message>
        <source>Gaat v&amp;erder</source>
        <translation>Goes &amp;on</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Notitie</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Geen telefoon of e-mail gekend.</source>
        <translation>No phone or e-mail known.</translation>
    </message>
    <message>
        <source>Weekdagen</source>
        <translation>Weekdays</translation>
    </message>
    <message>
        <source>Geen eigen thema.</source>
        <translation>No theme of their own.</translation>
    </message>
    <message>
        <source>Niets gepland.</source>
        <translation>Nothing planned.</translation>
    </message>
    <message>
        <source>Nog nooit geweest.</source>
        <translation>Never been yet.</translation>
    </message>
    <message>
        <source>{first} – {last}</source>
        <translation>{first} – {last}</translation>
    </message>
    <message>
        <source>Afwezig</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>Filter op naam, contact, aanbod</source>
        <translation>Filter by name, contact, offer</translation>
    </message>
    <message>
        <source>&amp;Nieuwe partner</source>
        <translation>&amp;New partner</translation>
    </message>
    <message>
        <source>{shown} van {all} partners</source>
        <translation>{shown} of {all} partners</translation>
    </message>
    <message>
        <source>Nog geen partners: verenigingen, zorgcentra, buren die iets komen doen.</source>
        <translation>No partners yet: associations, care homes, neighbours who come and do something.</translation>
    </message>
    <message>
        <source>Partner bewaard</source>
        <translation>Partner saved</translation>
    </message>
    <message>
        <source>Partner gaat verder</source>
        <translation>Partner goes on</translation>
    </message>
    <message>
        <source>Partner beëindigd</source>
        <translation>Partner ended</translation>
    </message>
    <message>
        <source>Afwezigheid genoteerd</source>
        <translation>Absence noted</translation>
    </message>
    <message>
        <source>Afwezigheid verwijderd</source>
        <translation>Absence removed</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Aanbod</source>
        <translation>Offer</translation>
    </message>
    <message>
        <source>Kan op</source>
        <translation>Can come on</translation>
    </message>
    <message>
        <source>Volgende keer</source>
        <translation>Next time</translation>
    </message>
    <message>
        <source>Actief</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Alle</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Nog geen middagen in deze maand: vul eerst bij Dorpsrestaurants het rooster in.</source>
        <translation>No noons in this month yet: fill in the schedule under Village restaurants first.</translation>
    </message>
    <message>
        <source>Vult wat nog leeg is: één activiteit per locatie (Ctrl+G)</source>
        <translation>Fills what is empty: one session per location (Ctrl+G)</translation>
    </message>
    <message>
        <source>V&amp;oorstel maand</source>
        <translation>Pr&amp;opose month</translation>
    </message>
    <message>
        <source>Een heel jaar, of tot en met een dag (Ctrl+Shift+G)</source>
        <translation>A whole year, or up to a day (Ctrl+Shift+G)</translation>
    </message>
    <message>
        <source>Voorstel &amp;jaar…</source>
        <translation>Propose &amp;year…</translation>
    </message>
    <message>
        <source>Ook &amp;herschikken</source>
        <translation>&amp;Rearrange too</translation>
    </message>
    <message>
        <source>Wat gepland en niet vastgezet is, mag van dag veranderen; thema en partner blijven.</source>
        <translation>What is planned and not pinned may change days; theme and partner stay.</translation>
    </message>
    <message>
        <source>A&amp;fdrukken</source>
        <translation>&amp;Print</translation>
    </message>
    <message>
        <source>&amp;Maandoverzicht</source>
        <translation>&amp;Month&apos;s overview</translation>
    </message>
    <message>
        <source>&amp;Affiches van de maand</source>
        <translation>&amp;Posters of the month</translation>
    </message>
    <message>
        <source>Affiche van &amp;deze activiteit</source>
        <translation>Poster of &amp;this session</translation>
    </message>
    <message>
        <source>&amp;Uitnodigingen mailen of afdrukken…</source>
        <translation>Mail or print &amp;invitations…</translation>
    </message>
    <message>
        <source>Hoe lang een thema wegblijft, beginuur en duur (F4)</source>
        <translation>How long a theme stays away, start time and length (F4)</translation>
    </message>
    <message>
        <source>Instellingen van LDC on Wheels</source>
        <translation>Settings of LDC on Wheels</translation>
    </message>
    <message>
        <source>Er is geen vrije open middag meer in deze maand.</source>
        <translation>There is no free open noon left in this month.</translation>
    </message>
    <message>
        <source>Een activiteit blijft in haar locatie. Sleep ze naar een andere week.</source>
        <translation>A session stays at its location. Drag it to another week.</translation>
    </message>
    <message>
        <source>Instellingen bewaard</source>
        <translation>Settings saved</translation>
    </message>
    <message>
        <source>Niets voor te stellen: elke locatie heeft haar activiteit.</source>
        <translation>Nothing to propose: every location has its session.</translation>
    </message>
    <message>
        <source>Voorstel overgenomen</source>
        <translation>Proposal taken over</translation>
    </message>
    <message>
        <source>{count} activiteiten gepland</source>
        <translation>{count} sessions planned</translation>
    </message>
    <message>
        <source>zonder thema</source>
        <translation>without a theme</translation>
    </message>
    <message>
        <source>Voorstel: {theme}. Enter neemt het over.</source>
        <translation>Proposal: {theme}. Enter takes it over.</translation>
    </message>
    <message>
        <source>week {number}
{first} – {last}</source>
        <translation>week {number}
{first} – {last}</translation>
    </message>
    <message>
        <source>thema nog te kiezen</source>
        <translation>theme still to be chosen</translation>
    </message>
    <message>
        <source>voorstel</source>
        <translation>proposal</translation>
    </message>
    <message>
        <source>gesloten: {reason}</source>
        <translation>closed: {reason}</translation>
    </message>
    <message>
        <source>vrij</source>
        <translation>free</translation>
    </message>
    <message>
        <source>geen middag</source>
        <translation>no noon</translation>
    </message>
    <message>
        <source>Maandplan: locaties en weken</source>
        <translation>Month plan: locations and weeks</translation>
    </message>
    <message>
        <source>Voorstel</source>
        <translation>Proposal</translation>
    </message>
    <message>
        <source>&amp;Alles overnemen</source>
        <translation>Take &amp;all over</translation>
    </message>
    <message>
        <source>Voorstel &amp;wegdoen</source>
        <translation>&amp;Drop proposal</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>&amp;Periode</source>
        <translation>&amp;Period</translation>
    </message>
    <message>
        <source>Een maand telt helemaal mee.</source>
        <translation>A month counts as a whole.</translation>
    </message>
    <message>
        <source>Voorstel voor meer maanden</source>
        <translation>Proposal for more months</translation>
    </message>
    <message>
        <source>Voorstel &amp;maken</source>
        <translation>&amp;Propose</translation>
    </message>
    <message>
        <source>Vul in vanaf wanneer.</source>
        <translation>Fill in from when.</translation>
    </message>
    <message>
        <source>Vul een dag in na de eerste.</source>
        <translation>Fill in a day after the first.</translation>
    </message>
    <message>
        <source>Vraag hoogstens {most} jaar in één keer.</source>
        <translation>Ask for {most} years at most at once.</translation>
    </message>
    <message>
        <source>{first} tot en met {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>heel {year}</source>
        <translation>the whole of {year}</translation>
    </message>
    <message>
        <source>van een dag tot een dag</source>
        <translation>from a day to a day</translation>
    </message>
    <message>
        <source>Zo lang komt een thema niet terug in dezelfde locatie; 0: elke maand mag.</source>
        <translation>So long a theme doesn&apos;t return to the same location; 0: every month is allowed.</translation>
    </message>
    <message>
        <source>maanden</source>
        <translation>months</translation>
    </message>
    <message>
        <source>minuten</source>
        <translation>minutes</translation>
    </message>
    <message>
        <source>&amp;Thema blijft weg</source>
        <translation>&amp;Theme stays away</translation>
    </message>
    <message>
        <source>Voor activiteiten waar geen uur bij staat.</source>
        <translation>For activities without a time of their own.</translation>
    </message>
    <message>
        <source>&amp;Begint om</source>
        <translation>&amp;Begins at</translation>
    </message>
    <message>
        <source>&amp;Duurt</source>
        <translation>&amp;Lasts</translation>
    </message>
    <message>
        <source>Voorstellen van vroegere maanden houden de vroegere waarden.</source>
        <translation>Proposals for earlier months keep the earlier values.</translation>
    </message>
    <message>
        <source>&amp;Geldt vanaf</source>
        <translation>&amp;Valid from</translation>
    </message>
    <message>
        <source>Instellingen op&amp;slaan</source>
        <translation>&amp;Save settings</translation>
    </message>
    <message>
        <source>Vul dit in.</source>
        <translation>Fill this in.</translation>
    </message>
    <message>
        <source>Voorstel {span}: {sessions} nieuw, {kept} staan er al, {without} zonder</source>
        <translation>Proposal {span}: {sessions} new, {kept} there already, {without} without</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Locatie</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>Thema</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>geen activiteit</source>
        <translation>no session</translation>
    </message>
    <message>
        <source>&amp;Bewerken…</source>
        <translation>&amp;Edit…</translation>
    </message>
    <message>
        <source>&amp;Noteren…</source>
        <translation>&amp;Record…</translation>
    </message>
    <message>
        <source>&amp;Verplaatsen…</source>
        <translation>&amp;Move…</translation>
    </message>
    <message>
        <source>Vast&amp;zetten</source>
        <translation>&amp;Pin</translation>
    </message>
    <message>
        <source>&amp;Annuleren…</source>
        <translation>&amp;Call off…</translation>
    </message>
    <message>
        <source>Opnieuw &amp;plannen</source>
        <translation>&amp;Plan again</translation>
    </message>
    <message>
        <source>Naam &amp;erbij…</source>
        <translation>&amp;Add a name…</translation>
    </message>
    <message>
        <source>A&amp;fspraken maken…</source>
        <translation>Make appointme&amp;nts…</translation>
    </message>
    <message>
        <source>&amp;Losmaken</source>
        <translation>&amp;Unpin</translation>
    </message>
    <message>
        <source>Activiteit gepland</source>
        <translation>Session planned</translation>
    </message>
    <message>
        <source>Activiteit gewijzigd</source>
        <translation>Session changed</translation>
    </message>
    <message>
        <source>Activiteit genoteerd</source>
        <translation>Session recorded</translation>
    </message>
    <message>
        <source>Activiteit verplaatst</source>
        <translation>Session moved</translation>
    </message>
    <message>
        <source>Activiteit vastgezet</source>
        <translation>Session pinned</translation>
    </message>
    <message>
        <source>Activiteit losgemaakt</source>
        <translation>Session unpinned</translation>
    </message>
    <message>
        <source>Activiteit geannuleerd</source>
        <translation>Session called off</translation>
    </message>
    <message>
        <source>Activiteit opnieuw gepland</source>
        <translation>Session planned again</translation>
    </message>
    <message>
        <source>Aanwezige genoteerd</source>
        <translation>Attendee noted</translation>
    </message>
    <message>
        <source>Afspraken gemaakt</source>
        <translation>Appointments made</translation>
    </message>
    <message>
        <source>Afspraak genoteerd</source>
        <translation>Appointment noted</translation>
    </message>
    <message>
        <source>Gegevens van de activiteit</source>
        <translation>The session&apos;s details</translation>
    </message>
    <message>
        <source>Note&amp;ren</source>
        <translation>&amp;Record</translation>
    </message>
    <message>
        <source>&amp;Annuleren</source>
        <translation>&amp;Call off</translation>
    </message>
    <message>
        <source>Aff&amp;iche</source>
        <translation>Pos&amp;ter</translation>
    </message>
    <message>
        <source>Wat en met wie</source>
        <translation>What and with whom</translation>
    </message>
    <message>
        <source>Verloop</source>
        <translation>How it went</translation>
    </message>
    <message>
        <source>Naam &amp;erbij</source>
        <translation>Add a &amp;name</translation>
    </message>
    <message>
        <source>Afs&amp;praken</source>
        <translation>A&amp;ppointments</translation>
    </message>
    <message>
        <source>Op afspraak</source>
        <translation>By appointment</translation>
    </message>
    <message>
        <source>Vroegen dit thema</source>
        <translation>Asked for this theme</translation>
    </message>
    <message>
        <source>Opnieuw pl&amp;annen</source>
        <translation>Plan &amp;again</translation>
    </message>
    <message>
        <source>Nog niet geweest.</source>
        <translation>Not held yet.</translation>
    </message>
    <message>
        <source>Geen namen genoteerd.</source>
        <translation>No names noted.</translation>
    </message>
    <message>
        <source>Nog geen momenten.</source>
        <translation>No moments yet.</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>With</translation>
    </message>
    <message>
        <source>Zaal</source>
        <translation>Hall</translation>
    </message>
    <message>
        <source>Vrijwilliger</source>
        <translation>Volunteer</translation>
    </message>
    <message>
        <source>Materiaal</source>
        <translation>Material</translation>
    </message>
    <message>
        <source>Verwacht</source>
        <translation>Expected</translation>
    </message>
    <message>
        <source>van {day}</source>
        <translation>from {day}</translation>
    </message>
    <message>
        <source>Verplaatst</source>
        <translation>Moved</translation>
    </message>
    <message>
        <source>Reden</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Aanwezigen</source>
        <translation>Attendance</translation>
    </message>
    <message>
        <source>Kost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Opmerkingen</source>
        <translation>Remarks</translation>
    </message>
    <message>
        <source>Activiteit wijzigen</source>
        <translation>Change session</translation>
    </message>
    <message>
        <source>Nieuwe activiteit</source>
        <translation>New session</translation>
    </message>
    <message>
        <source>Activiteit op&amp;slaan</source>
        <translation>&amp;Save session</translation>
    </message>
    <message>
        <source>&amp;Locatie</source>
        <translation>&amp;Location</translation>
    </message>
    <message>
        <source>&amp;Dag</source>
        <translation>&amp;Day</translation>
    </message>
    <message>
        <source>Mag leeg blijven; nieuwe maakt u bij Thema’s.</source>
        <translation>May stay empty; make new ones under Themes.</translation>
    </message>
    <message>
        <source>&amp;Partner</source>
        <translation>&amp;Partner</translation>
    </message>
    <message>
        <source>Sp&amp;reker</source>
        <translation>Spea&amp;ker</translation>
    </message>
    <message>
        <source>T&amp;hema</source>
        <translation>T&amp;heme</translation>
    </message>
    <message>
        <source>S&amp;oort</source>
        <translation>K&amp;ind</translation>
    </message>
    <message>
        <source>&amp;Tot</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>Vri&amp;jwilliger</source>
        <translation>&amp;Volunteer</translation>
    </message>
    <message>
        <source>&amp;Materiaal</source>
        <translation>&amp;Material</translation>
    </message>
    <message>
        <source>Ver&amp;wacht</source>
        <translation>&amp;Expected</translation>
    </message>
    <message>
        <source>&amp;Kost</source>
        <translation>&amp;Cost</translation>
    </message>
    <message>
        <source>Opmerkin&amp;gen</source>
        <translation>&amp;Remarks</translation>
    </message>
    <message>
        <source>Vul de dag in, bijvoorbeeld 25/11, +2 of vr.</source>
        <translation>Fill in the day, for example 25/11, +2 or vr.</translation>
    </message>
    <message>
        <source>“{text}” staat niet in de lijst. Kies er een met ↓ en Enter.</source>
        <translation>“{text}” isn&apos;t in the list. Choose one with ↓ and Enter.</translation>
    </message>
    <message>
        <source>Leeg: doorgegaan, maar niet geteld.</source>
        <translation>Empty: held, but not counted.</translation>
    </message>
    <message>
        <source>&amp;Aanwezigen</source>
        <translation>&amp;Attendance</translation>
    </message>
    <message>
        <source>&amp;Nieuwe gezichten</source>
        <translation>&amp;First-timers</translation>
    </message>
    <message>
        <source>&amp;Opmerkingen</source>
        <translation>&amp;Remarks</translation>
    </message>
    <message>
        <source>Activiteit noteren</source>
        <translation>Record session</translation>
    </message>
    <message>
        <source>&amp;Noteren</source>
        <translation>&amp;Record</translation>
    </message>
    <message>
        <source>geen in deze maand</source>
        <translation>none in this month</translation>
    </message>
    <message>
        <source>Open middagen: {days}.</source>
        <translation>Open noons: {days}.</translation>
    </message>
    <message>
        <source>&amp;Naar</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>Activiteit verplaatsen</source>
        <translation>Move session</translation>
    </message>
    <message>
        <source>&amp;Verplaatsen</source>
        <translation>&amp;Move</translation>
    </message>
    <message>
        <source>Bijvoorbeeld: spreker ziek.</source>
        <translation>For example: speaker ill.</translation>
    </message>
    <message>
        <source>Activiteit annuleren</source>
        <translation>Call session off</translation>
    </message>
    <message>
        <source>Activiteit &amp;annuleren</source>
        <translation>&amp;Call session off</translation>
    </message>
    <message>
        <source>Kies wie de dienst kent, of typ een andere naam.</source>
        <translation>Choose who the desk knows, or type another name.</translation>
    </message>
    <message>
        <source>&amp;Wie</source>
        <translation>&amp;Who</translation>
    </message>
    <message>
        <source>Aanwezige noteren</source>
        <translation>Note attendee</translation>
    </message>
    <message>
        <source>&amp;Eerste om</source>
        <translation>&amp;First at</translation>
    </message>
    <message>
        <source>&amp;Minuten elk</source>
        <translation>&amp;Minutes each</translation>
    </message>
    <message>
        <source>&amp;Aantal</source>
        <translation>&amp;How many</translation>
    </message>
    <message>
        <source>Afspraken op de locatie</source>
        <translation>Appointments on location</translation>
    </message>
    <message>
        <source>Afspraken ma&amp;ken</source>
        <translation>Make app&amp;ointments</translation>
    </message>
    <message>
        <source>Vul het eerste uur in, bijvoorbeeld 14:00.</source>
        <translation>Fill in the first hour, for example 14:00.</translation>
    </message>
    <message>
        <source>Leeg: het moment is weer vrij.</source>
        <translation>Empty: the moment is free again.</translation>
    </message>
    <message>
        <source>&amp;Wie komt om {time}</source>
        <translation>&amp;Who comes at {time}</translation>
    </message>
    <message>
        <source>Afspraak</source>
        <translation>Appointment</translation>
    </message>
    <message>
        <source>Afspraak op&amp;slaan</source>
        <translation>&amp;Save appointment</translation>
    </message>
    <message>
        <source>Activiteiten</source>
        <translation>Sessions</translation>
    </message>
    <message>
        <source>Filter op locatie, thema, partner, dag</source>
        <translation>Filter by location, theme, partner, day</translation>
    </message>
    <message>
        <source>&amp;Nieuwe activiteit</source>
        <translation>&amp;New session</translation>
    </message>
    <message>
        <source>{shown} van {all} activiteiten</source>
        <translation>{shown} of {all} sessions</translation>
    </message>
    <message>
        <source>Nog geen activiteiten. Vraag bij Maandplan een voorstel, of begin met Ctrl+N.</source>
        <translation>No sessions yet. Ask for a proposal under Month plan, or begin with Ctrl+N.</translation>
    </message>
    <message>
        <source>Naam verwijderd</source>
        <translation>Name removed</translation>
    </message>
    <message>
        <source>Afspraak verwijderd</source>
        <translation>Appointment removed</translation>
    </message>
    <message>
        <source>Toestand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Te noteren</source>
        <translation>To record</translation>
    </message>
    <message>
        <source>Weggevallen</source>
        <translation>Missed</translation>
    </message>
    <message>
        <source>Mag voorgesteld worden</source>
        <translation>May be proposed</translation>
    </message>
    <message>
        <source>Wie dit brengt.</source>
        <translation>Who brings this.</translation>
    </message>
    <message>
        <source>&amp;Voorstel</source>
        <translation>&amp;Proposal</translation>
    </message>
    <message>
        <source>Aan deze woorden worden interesses herkend.</source>
        <translation>Interests are recognised by these words.</translation>
    </message>
    <message>
        <source>&amp;Trefwoorden</source>
        <translation>Key&amp;words</translation>
    </message>
    <message>
        <source>Thema wijzigen</source>
        <translation>Change theme</translation>
    </message>
    <message>
        <source>Nieuw thema</source>
        <translation>New theme</translation>
    </message>
    <message>
        <source>Thema op&amp;slaan</source>
        <translation>&amp;Save theme</translation>
    </message>
    <message>
        <source>In eigen woorden, bijvoorbeeld: bloemen schikken.</source>
        <translation>In their own words, for example: flower arranging.</translation>
    </message>
    <message>
        <source>Waarv&amp;oor</source>
        <translation>What f&amp;or</translation>
    </message>
    <message>
        <source>Interesse van {name}</source>
        <translation>Interest of {name}</translation>
    </message>
    <message>
        <source>Interesses</source>
        <translation>Interests</translation>
    </message>
    <message>
        <source>nog niets gevraagd</source>
        <translation>nothing asked for yet</translation>
    </message>
    <message>
        <source>thema: {themes}</source>
        <translation>theme: {themes}</translation>
    </message>
    <message>
        <source>nog geen thema</source>
        <translation>no theme yet</translation>
    </message>
    <message>
        <source>Interesse noteren</source>
        <translation>Note interest</translation>
    </message>
    <message>
        <source>Interesse op&amp;slaan</source>
        <translation>&amp;Save interest</translation>
    </message>
    <message>
        <source>Kies wie het vraagt.</source>
        <translation>Choose who asks for it.</translation>
    </message>
    <message>
        <source>Gegevens van het thema</source>
        <translation>The theme&apos;s details</translation>
    </message>
    <message>
        <source>Niet meer voorstellen</source>
        <translation>Propose no more</translation>
    </message>
    <message>
        <source>&amp;Interesse</source>
        <translation>&amp;Interest</translation>
    </message>
    <message>
        <source>Wie hiernaar vroeg</source>
        <translation>Who asked for this</translation>
    </message>
    <message>
        <source>Gevraagd, nog zonder thema</source>
        <translation>Asked for, still without a theme</translation>
    </message>
    <message>
        <source>Waar het kwam</source>
        <translation>Where it came</translation>
    </message>
    <message>
        <source>mag voorgesteld worden</source>
        <translation>may be proposed</translation>
    </message>
    <message>
        <source>wordt niet voorgesteld</source>
        <translation>isn&apos;t proposed</translation>
    </message>
    <message>
        <source>Opnieuw voorstellen</source>
        <translation>Propose again</translation>
    </message>
    <message>
        <source>Nog niemand.</source>
        <translation>Nobody yet.</translation>
    </message>
    <message>
        <source>Nog nergens.</source>
        <translation>Nowhere yet.</translation>
    </message>
    <message>
        <source>Filter op naam, soort, partner, trefwoord</source>
        <translation>Filter by name, kind, partner, keyword</translation>
    </message>
    <message>
        <source>&amp;Nieuw thema</source>
        <translation>&amp;New theme</translation>
    </message>
    <message>
        <source>{shown} van {all} thema’s</source>
        <translation>{shown} of {all} themes</translation>
    </message>
    <message>
        <source>Nog geen thema’s: waarover de activiteiten kunnen gaan.</source>
        <translation>No themes yet: what the sessions can be about.</translation>
    </message>
    <message>
        <source>Thema bewaard</source>
        <translation>Theme saved</translation>
    </message>
    <message>
        <source>Thema wordt niet meer voorgesteld</source>
        <translation>Theme is proposed no more</translation>
    </message>
    <message>
        <source>Thema wordt opnieuw voorgesteld</source>
        <translation>Theme is proposed again</translation>
    </message>
    <message>
        <source>Interesse genoteerd</source>
        <translation>Interest noted</translation>
    </message>
    <message>
        <source>Interesse gewijzigd</source>
        <translation>Interest changed</translation>
    </message>
    <message>
        <source>Interesse verwijderd</source>
        <translation>Interest removed</translation>
    </message>
    <message>
        <source>Gevraagd door</source>
        <translation>Asked for by</translation>
    </message>
    <message>
        <source>Laatst</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Keren</source>
        <translation>Times</translation>
    </message>
    <message>
        <source>Voor te stellen</source>
        <translation>To propose</translation>
    </message>
    <message>
        <source>Gevraagd</source>
        <translation>Asked for</translation>
    </message>
    <message>
        <source>vastgezet</source>
        <translation>pinned</translation>
    </message>
    <message>
        <source>niet geteld</source>
        <translation>not counted</translation>
    </message>
    <message>
        <source>{count}, waarvan {new} nieuw</source>
        <translation>{count}, {new} of them new</translation>
    </message>
    <message>
        <source>Dorpsrestaurant {location}</source>
        <translation>Village restaurant {location}</translation>
    </message>
    <message>
        <source>activiteit</source>
        <translation>session</translation>
    </message>
    <message>
        <source>LDC on Wheels {location}: {theme}</source>
        <translation>LDC on Wheels {location}: {theme}</translation>
    </message>
    <message>
        <source>Na de maaltijd in het dorpsrestaurant.</source>
        <translation>After the meal in the village restaurant.</translation>
    </message>
    <message>
        <source>Verwacht: {count} aanwezigen</source>
        <translation>Expected: {count} people</translation>
    </message>
    <message>
        <source>Materiaal: {material}</source>
        <translation>Material: {material}</translation>
    </message>
    <message>
        <source>Vrijwilliger ter plaatse: {name}</source>
        <translation>Volunteer on the spot: {name}</translation>
    </message>
    <message>
        <source>Uitnodiging LDC on Wheels</source>
        <translation>Invitation LDC on Wheels</translation>
    </message>
    <message>
        <source>Uur</source>
        <translation>Hour</translation>
    </message>
    <message>
        <source>Activiteit</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>Uitnodiging {partner}</source>
        <translation>Invitation {partner}</translation>
    </message>
    <message>
        <source>Dag {name},</source>
        <translation>Dear {name},</translation>
    </message>
    <message>
        <source>In deze periode staat er geen activiteit meer met u gepland.</source>
        <translation>No session is planned with you in this period any more.</translation>
    </message>
    <message>
        <source>Graag verwelkomen we u bij LDC on Wheels, na de maaltijd in het dorpsrestaurant:</source>
        <translation>We are glad to welcome you at LDC on Wheels, after the meal in the village restaurant:</translation>
    </message>
    <message>
        <source>Past een datum niet, of hebt u iets nodig? Laat het ons weten. Alvast bedankt!</source>
        <translation>Doesn&apos;t a date suit you, or do you need anything? Let us know. Thank you!</translation>
    </message>
    <message>
        <source>nog af te spreken</source>
        <translation>still to be agreed</translation>
    </message>
    <message>
        <source>Uitnodiging {first}.pdf</source>
        <translation>Invitation {first}.pdf</translation>
    </message>
    <message>
        <source>LDC on Wheels: uw activiteiten van {span}</source>
        <translation>LDC on Wheels: your sessions from {span}</translation>
    </message>
    <message>
        <source>Dit staat met u gepland bij LDC on Wheels, na de maaltijd in het dorpsrestaurant:</source>
        <translation>This is planned with you at LDC on Wheels, after the meal in the village restaurant:</translation>
    </message>
    <message>
        <source>- niets meer in deze periode</source>
        <translation>- nothing any more in this period</translation>
    </message>
    <message>
        <source>Open activiteiten.ics om alles in uw agenda te zetten; wat verviel, verdwijnt eruit.</source>
        <translation>Open activiteiten.ics to put everything in your calendar; what was cancelled leaves it.</translation>
    </message>
    <message>
        <source>Past er iets niet? Bel ons of antwoord op deze mail.</source>
        <translation>Does something not suit you? Phone us or answer this mail.</translation>
    </message>
    <message>
        <source>Na de maaltijd in het dorpsrestaurant. Iedereen is welkom.</source>
        <translation>After the meal in the village restaurant. Everybody is welcome.</translation>
    </message>
    <message>
        <source>Deze maand zijn er geen activiteiten.</source>
        <translation>There are no sessions this month.</translation>
    </message>
    <message>
        <source>met {people}</source>
        <translation>with {people}</translation>
    </message>
    <message>
        <source>Affiches LDC on Wheels</source>
        <translation>Posters LDC on Wheels</translation>
    </message>
    <message>
        <source>Na de maaltijd. Iedereen is welkom, ook wie niet mee-eet.</source>
        <translation>After the meal. Everybody is welcome, also who doesn&apos;t eat with us.</translation>
    </message>
    <message>
        <source>na de maaltijd</source>
        <translation>after the meal</translation>
    </message>
    <message>
        <source>vanaf {time}</source>
        <translation>from {time}</translation>
    </message>
    <message>
        <source>De activiteit in {location} op {day} valt op een gesloten middag ({reason}).</source>
        <translation>The session in {location} on {day} is on a closed noon ({reason}).</translation>
    </message>
    <message>
        <source>{partner} heeft op {day} meer dan één activiteit.</source>
        <translation>{partner} has more than one session on {day}.</translation>
    </message>
    <message>
        <source>De activiteit in {location} op {day} telt {count} aanwezigen en {names} namen.</source>
        <translation>The session in {location} on {day} counts {count} people and {names} names.</translation>
    </message>
    <message>
        <source>Afspraken overlappen op {day} om {time}.</source>
        <translation>Appointments overlap on {day} at {time}.</translation>
    </message>
    <message>
        <source>activiteit geannuleerd</source>
        <translation>session called off</translation>
    </message>
    <message>
        <source>{partner} heeft die dag twee activiteiten</source>
        <translation>{partner} has two sessions that day</translation>
    </message>
    <message>
        <source>Deze activiteit bestaat niet meer. Herlaad de lijst.</source>
        <translation>This session doesn&apos;t exist any more. Reload the list.</translation>
    </message>
    <message>
        <source>{partner} werkt mee tot {day}</source>
        <translation>{partner} works with us until {day}</translation>
    </message>
    <message>
        <source>{partner} komt niet op {weekday}</source>
        <translation>{partner} doesn&apos;t come on {weekday}</translation>
    </message>
    <message>
        <source>{partner} is afwezig op {day}</source>
        <translation>{partner} is absent on {day}</translation>
    </message>
    <message>
        <source>elke weekdag</source>
        <translation>every weekday</translation>
    </message>
    <message>
        <source>Verschuift van {day}: zo zijn de weken beter gespreid.</source>
        <translation>Moves from {day}: that spreads the weeks better.</translation>
    </message>
    <message>
        <source>Vallen weg: {days}.</source>
        <translation>Lost: {days}.</translation>
    </message>
    <message>
        <source>{partner} kan die dag en heeft dan geen andere activiteit.</source>
        <translation>{partner} can come that day and has no other session then.</translation>
    </message>
    <message>
        <source>De enige open middag van de maand.</source>
        <translation>The only open noon of the month.</translation>
    </message>
    <message>
        <source>In die week is er nog geen andere activiteit.</source>
        <translation>There is no other session in that week yet.</translation>
    </message>
    <message>
        <source>In die week is er één andere activiteit: de rustigste keuze.</source>
        <translation>There is one other session in that week: the quietest choice.</translation>
    </message>
    <message>
        <source>In die week zijn er {count} andere activiteiten: de rustigste keuze.</source>
        <translation>There are {count} other sessions in that week: the quietest choice.</translation>
    </message>
    <message>
        <source>Nog zonder thema: er zijn nog geen thema’s.</source>
        <translation>Without a theme still: there are no themes yet.</translation>
    </message>
    <message>
        <source>Nog zonder thema: elk thema kwam hier in de laatste {months} maanden, of zijn partner kan niet.</source>
        <translation>Without a theme still: every theme came here in the last {months} months, or its partner can&apos;t come.</translation>
    </message>
    <message>
        <source>“{theme}” kwam nog niet in {location}.</source>
        <translation>“{theme}” hasn&apos;t come to {location} yet.</translation>
    </message>
    <message>
        <source>“{theme}” kwam in {location} het laatst in {month}.</source>
        <translation>“{theme}” came to {location} last in {month}.</translation>
    </message>
    <message>
        <source>Nog niet gestart: de eerste middag is op {day}.</source>
        <translation>Not started yet: the first noon is on {day}.</translation>
    </message>
    <message>
        <source>Geen middag in het rooster van deze maand.</source>
        <translation>No noon in the schedule of this month.</translation>
    </message>
    <message>
        <source>De open middagen van deze maand zijn voorbij.</source>
        <translation>The open noons of this month are over.</translation>
    </message>
    <message>
        <source>Geen enkele open middag: {reasons}.</source>
        <translation>Not one open noon: {reasons}.</translation>
    </message>
    <message>
        <source>informatief</source>
        <translation>informative</translation>
    </message>
    <message>
        <source>recreatief</source>
        <translation>recreational</translation>
    </message>
    <message>
        <source>educatief</source>
        <translation>educational</translation>
    </message>
    <message>
        <source>dienst op locatie</source>
        <translation>service on location</translation>
    </message>
    <message>
        <source>gepland</source>
        <translation>planned</translation>
    </message>
    <message>
        <source>doorgegaan</source>
        <translation>held</translation>
    </message>
    <message>
        <source>weggevallen</source>
        <translation>missed</translation>
    </message>
    <message>
        <source>geannuleerd</source>
        <translation>called off</translation>
    </message>
    <message>
        <source>Het einduur komt na het beginuur.</source>
        <translation>The end comes after the beginning.</translation>
    </message>
    <message>
        <source>Er staan {names} namen op de lijst: tel minstens zoveel aanwezigen.</source>
        <translation>There are {names} names on the list: count at least as many.</translation>
    </message>
    <message>
        <source>Nieuwe gezichten zijn ook aanwezigen: tel er niet meer.</source>
        <translation>First-timers are present too: don&apos;t count more of them.</translation>
    </message>
    <message>
        <source>Op {day} is er geen open middag in {location}{reason}.</source>
        <translation>There is no open noon in {location} on {day}{reason}.</translation>
    </message>
    <message>
        <source>Kies: {days}.</source>
        <translation>Choose: {days}.</translation>
    </message>
    <message>
        <source>Een afspraak duurt 1 tot 240 minuten.</source>
        <translation>An appointment takes 1 to 240 minutes.</translation>
    </message>
    <message>
        <source>Kies 1 tot 40 afspraken.</source>
        <translation>Choose 1 to 40 appointments.</translation>
    </message>
    <message>
        <source>De laatste afspraak loopt over middernacht: neem er minder.</source>
        <translation>The last appointment passes midnight: make fewer.</translation>
    </message>
    <message>
        <source>Om {time} is er al een afspraak. Begin later of neem er minder.</source>
        <translation>There is an appointment at {time} already. Begin later or make fewer.</translation>
    </message>
    <message>
        <source>Kies 0 tot {most} maanden; bij 0 mag een thema elke maand terugkomen.</source>
        <translation>Choose 0 to {most} months; with 0 a theme may return every month.</translation>
    </message>
    <message>
        <source>Kies 1 tot {most} minuten, en niet tot na middernacht.</source>
        <translation>Choose 1 to {most} minutes, and not past midnight.</translation>
    </message>
    <message>
        <source>Bijgewoonde activiteiten</source>
        <translation>Sessions attended</translation>
    </message>
    <message>
        <source>Afspraken bij een dienst op locatie</source>
        <translation>Appointments at a service on location</translation>
    </message>
    <message>
        <source>Activiteiten als vrijwilliger</source>
        <translation>Sessions as a volunteer</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>De instellingen kunnen niet bewaard worden in {path} ({reason}).</source>
        <translation>The settings can’t be saved in {path} ({reason}).</translation>
    </message>
</context>
<context>
    <name>sheets</name>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>Chauffeur: typ een naam, ↓ toont wie nog mist</source>
        <translation>Driver: type a name, ↓ shows who is missing</translation>
    </message>
    <message>
        <source>Vorige maand</source>
        <translation>Previous month</translation>
    </message>
    <message>
        <source>Volgende maand</source>
        <translation>Next month</translation>
    </message>
    <message>
        <source>Vorige chauffeur met ontbrekende bladen</source>
        <translation>Previous driver with missing sheets</translation>
    </message>
    <message>
        <source>Volgende chauffeur</source>
        <translation>Next driver</translation>
    </message>
    <message>
        <source>Volgende chauffeur met ontbrekende bladen (Ctrl+↓)</source>
        <translation>Next driver with missing sheets (Ctrl+↓)</translation>
    </message>
    <message>
        <source>alle bladen zijn binnen</source>
        <translation>all sheets are in</translation>
    </message>
    <message>
        <source>{count} nog niet bewaard</source>
        <translation>{count} not saved yet</translation>
    </message>
    <message>
        <source>nog {count} andere chauffeurs</source>
        <translation>{count} other drivers to go</translation>
    </message>
    <message>
        <source>bij {count} chauffeurs ontbreken bladen</source>
        <translation>{count} drivers have sheets missing</translation>
    </message>
    <message>
        <source>nog 1 blad</source>
        <translation>1 sheet to go</translation>
    </message>
    <message>
        <source>nog {count} bladen</source>
        <translation>{count} sheets to go</translation>
    </message>
    <message>
        <source>volledig</source>
        <translation>complete</translation>
    </message>
    <message>
        <source>geen ritten</source>
        <translation>no rides</translation>
    </message>
    <message>
        <source>“{text}” is geen tellerstand. Typ de hele km, of de laatste drie cijfers.</source>
        <translation>“{text}” is no odometer reading. Type the whole km, or the last three digits.</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Rittenblad rit {ride}</source>
        <translation>Sheet of ride {ride}</translation>
    </message>
    <message>
        <source>uitgevoerd</source>
        <translation>driven</translation>
    </message>
    <message>
        <source>loze rit</source>
        <translation>wasted trip</translation>
    </message>
    <message>
        <source>geannuleerd</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>niet aangekondigd · </source>
        <translation>unannounced · </translation>
    </message>
    <message>
        <source>nog niet bewaard</source>
        <translation>not saved yet</translation>
    </message>
    <message>
        <source>afgerekend: kan niet meer wijzigen</source>
        <translation>settled: can’t be changed any more</translation>
    </message>
    <message>
        <source>moet nog gereden worden</source>
        <translation>still to be driven</translation>
    </message>
    <message>
        <source>rittenblad ontbreekt</source>
        <translation>ride sheet missing</translation>
    </message>
    <message>
        <source>bewaard</source>
        <translation>saved</translation>
    </message>
    <message>
        <source>Rittenbladen {month} {year}</source>
        <translation>Ride sheets {month} {year}</translation>
    </message>
    <message>
        <source>Lege rittenbladen</source>
        <translation>Blank ride sheets</translation>
    </message>
    <message>
        <source>Stroomuitval {day}</source>
        <translation>Power cut {day}</translation>
    </message>
    <message>
        <source>Uitslag</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Einde</source>
        <translation>End</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Ontv. €</source>
        <translation>Rec. €</translation>
    </message>
    <message>
        <source>Wachten</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>Parking</translation>
    </message>
    <message>
        <source>Weg</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Thuis</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>Opmerking</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Ritten zonder resultaat</source>
        <translation>Rides without a result</translation>
    </message>
    <message>
        <source>Rit &amp;toevoegen…  Ctrl+N</source>
        <translation>&amp;Add ride…  Ctrl+N</translation>
    </message>
    <message>
        <source>Een rit van het blad die niemand had aangekondigd</source>
        <translation>A ride of the sheet that nobody had announced</translation>
    </message>
    <message>
        <source>&amp;Afdrukken</source>
        <translation>&amp;Print</translation>
    </message>
    <message>
        <source>Bladen van deze &amp;chauffeur</source>
        <translation>Sheets of this &amp;driver</translation>
    </message>
    <message>
        <source>Bladen van &amp;alle chauffeurs</source>
        <translation>Sheets of &amp;all drivers</translation>
    </message>
    <message>
        <source>&amp;Lege bladen</source>
        <translation>&amp;Blank sheets</translation>
    </message>
    <message>
        <source>&amp;Stroomuitval: rittenlijsten van morgen en lege bladen</source>
        <translation>Power &amp;cut: tomorrow’s rosters and blank sheets</translation>
    </message>
    <message>
        <source>Van elke voorbije rit van {month} is het resultaat ingevuld.</source>
        <translation>Every past ride of {month} has its result.</translation>
    </message>
    <message>
        <source>Deze maand is al afgerekend: wat nu binnenkomt, komt in de volgende afrekening.</source>
        <translation>This month was settled already: what comes in now goes into the next settlement.</translation>
    </message>
    <message>
        <source>Enter: volgend vak · +: volgende rit · =: neem het grijze over · L: loos, G: geannuleerd</source>
        <translation>Enter: next field · +: next ride · =: take over the grey · L: wasted, G: cancelled</translation>
    </message>
    <message>
        <source>Enter op een rit opent het blad van die chauffeur.</source>
        <translation>Enter on a ride opens the sheet of that driver.</translation>
    </message>
    <message>
        <source>Rit toegevoegd</source>
        <translation>Ride added</translation>
    </message>
    <message>
        <source>Rit toegevoegd. {cautions}</source>
        <translation>Ride added. {cautions}</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Uur</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Te bellen</source>
        <translation>To phone</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Van en naar</source>
        <translation>From and to</translation>
    </message>
    <message>
        <source>Nummer</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>zonder chauffeur</source>
        <translation>without a driver</translation>
    </message>
    <message>
        <source>Niet aangekondigde rit van {name}</source>
        <translation>Unannounced ride of {name}</translation>
    </message>
    <message>
        <source>Rit &amp;toevoegen</source>
        <translation>&amp;Add ride</translation>
    </message>
    <message>
        <source>&amp;Lid</source>
        <translation>&amp;Member</translation>
    </message>
    <message>
        <source>Naam, nummer of dorp.</source>
        <translation>Name, number or village.</translation>
    </message>
    <message>
        <source>&amp;Datum</source>
        <translation>&amp;Date</translation>
    </message>
    <message>
        <source>&amp;Naar</source>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Leeg als u de tellerstanden invult.</source>
        <translation>Empty when you fill in the odometer readings.</translation>
    </message>
    <message>
        <source>Gereden &amp;km</source>
        <translation>&amp;Km driven</translation>
    </message>
    <message>
        <source>Teller &amp;begin</source>
        <translation>Odometer &amp;start</translation>
    </message>
    <message>
        <source>Teller &amp;einde</source>
        <translation>Odometer &amp;end</translation>
    </message>
    <message>
        <source>&amp;Ontvangen</source>
        <translation>&amp;Received</translation>
    </message>
    <message>
        <source>&amp;Wachttijd</source>
        <translation>&amp;Waiting</translation>
    </message>
    <message>
        <source>&amp;Parking</source>
        <translation>&amp;Parking</translation>
    </message>
    <message>
        <source>&amp;Vertrokken van huis</source>
        <translation>&amp;Left home</translation>
    </message>
    <message>
        <source>Terug &amp;thuis</source>
        <translation>&amp;Home at</translation>
    </message>
    <message>
        <source>Andere leden in dezelfde wagen: typ een naam, Enter neemt hem mee.</source>
        <translation>Other members in the same car: type a name, Enter takes them along.</translation>
    </message>
    <message>
        <source>&amp;Meerijders</source>
        <translation>Passen&amp;gers</translation>
    </message>
    <message>
        <source>O&amp;pmerking</source>
        <translation>N&amp;ote</translation>
    </message>
    <message>
        <source>Kies het lid dat meereed.</source>
        <translation>Choose the member who rode along.</translation>
    </message>
    <message>
        <source>Vul de datum van de rit in.</source>
        <translation>Fill in the date of the ride.</translation>
    </message>
    <message>
        <source>Rittenblad</source>
        <translation>Ride sheet</translation>
    </message>
    <message>
        <source>Chauffeur: {line}     Maand: {line}</source>
        <translation>Driver: {line}     Month: {line}</translation>
    </message>
    <message>
        <source>Rittenblad {driver}</source>
        <translation>Ride sheet {driver}</translation>
    </message>
    <message>
        <source>factuur</source>
        <translation>invoice</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Leden</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Van – naar</source>
        <translation>From – to</translation>
    </message>
    <message>
        <source>Teller begin</source>
        <translation>Odo. start</translation>
    </message>
    <message>
        <source>Teller einde</source>
        <translation>Odo. end</translation>
    </message>
    <message>
        <source>Vertrek</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Parking €</source>
        <translation>Parking €</translation>
    </message>
    <message>
        <source>Ontvangen €</source>
        <translation>Received €</translation>
    </message>
    <message>
        <source>Handtekening</source>
        <translation>Signature</translation>
    </message>
</context>
<context>
    <name>sign_in</name>
    <message>
        <source>Vergrendeld</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>Aanmelden</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>&amp;Aanmelden</source>
        <translation>&amp;Sign in</translation>
    </message>
    <message>
        <source>Geef uw wachtwoord om verder te werken. Wat u typte, staat er nog.</source>
        <translation>Give your password to go on. What you typed is still there.</translation>
    </message>
    <message>
        <source>Met uw eigen naam: het spoor zegt wie wat deed.</source>
        <translation>By your own name: the trace says who did what.</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Wachtwoord</source>
        <translation>&amp;Password</translation>
    </message>
</context>
<context>
    <name>slips</name>
    <message>
        <source>Betaalbewijs rit {no}</source>
        <translation>Slip of ride {no}</translation>
    </message>
    <message>
        <source>Betaalbewijs {no}.pdf</source>
        <translation>Slip {no}.pdf</translation>
    </message>
    <message>
        <source>Betaalbewijs</source>
        <translation>Slip</translation>
    </message>
    <message>
        <source>exemplaar voor het lid</source>
        <translation>the member&apos;s copy</translation>
    </message>
    <message>
        <source>exemplaar voor de dienst</source>
        <translation>the desk&apos;s copy</translation>
    </message>
    <message>
        <source>Lid</source>
        <translation>Member</translation>
    </message>
    <message>
        <source>Te betalen</source>
        <translation>To pay</translation>
    </message>
    <message>
        <source>Betaald door het lid</source>
        <translation>Paid by the member</translation>
    </message>
    <message>
        <source>Ontvangen door de chauffeur</source>
        <translation>Received by the driver</translation>
    </message>
    <message>
        <source>Datum en handtekening</source>
        <translation>Date and signature</translation>
    </message>
    <message>
        <source>Ritbewijs</source>
        <translation>Ride slip</translation>
    </message>
    <message>
        <source>Komt op uw maandfactuur</source>
        <translation>Goes on your monthly invoice</translation>
    </message>
    <message>
        <source>Voor akkoord: het lid</source>
        <translation>Agreed: the member</translation>
    </message>
    <message>
        <source>De chauffeur</source>
        <translation>The driver</translation>
    </message>
    <message>
        <source>Rit</source>
        <translation>Ride</translation>
    </message>
    <message>
        <source>Van</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Naar</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Chauffeur</source>
        <translation>Driver</translation>
    </message>
    <message>
        <source>{km} (verwacht)</source>
        <translation>{km} (expected)</translation>
    </message>
    <message>
        <source>Kilometers</source>
        <translation>Kilometres</translation>
    </message>
    <message>
        <source>Wachttijd</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Samen</source>
        <translation>Together</translation>
    </message>
    <message>
        <source>Deel van dit lid ({place} van {count})</source>
        <translation>This member&apos;s part ({place} of {count})</translation>
    </message>
    <message>
        <source>Niet aangerekend</source>
        <translation>Not charged</translation>
    </message>
    <message>
        <source>U betaalt niets aan de chauffeur: de dienst stuurt u elke maand een factuur.</source>
        <translation>You pay the driver nothing: the desk sends you an invoice every month.</translation>
    </message>
    <message>
        <source>Het wettelijk tarief van {day} is nog niet gekend: het laatste, {rate}, geldt.</source>
        <translation>The official rate of {day} isn&apos;t known yet: the last one, {rate}, holds.</translation>
    </message>
    <message>
        <source>Dit tarief ligt boven het wettelijk tarief van {rate}.</source>
        <translation>This tariff is above the official rate of {rate}.</translation>
    </message>
</context>
<context>
    <name>smtp</name>
    <message>
        <source>De verbinding met {host} is niet veilig ({reason}). Kijk de beveiliging na.</source>
        <translation>The connection to {host} isn&apos;t safe ({reason}). Check the security.</translation>
    </message>
    <message>
        <source>De mailserver {host} antwoordt niet ({reason}). Er wordt later opnieuw geprobeerd.</source>
        <translation>The mail server {host} doesn&apos;t answer ({reason}). It will be tried again later.</translation>
    </message>
    <message>
        <source>De mailserver {host} aanvaardt geen gebruikersnaam of wachtwoord met accenten.</source>
        <translation>The mail server {host} takes no user name or password with accents.</translation>
    </message>
    <message>
        <source>De mailserver {host} kan niet wat in de instellingen staat ({reason}). Kijk de beveiliging na.</source>
        <translation>The mail server {host} can&apos;t do what the settings say ({reason}). Check the security.</translation>
    </message>
    <message>
        <source>De mailserver {host} aanvaardt gebruikersnaam of wachtwoord niet. Vul ze opnieuw in.</source>
        <translation>The mail server {host} doesn&apos;t accept user name or password. Enter them again.</translation>
    </message>
    <message>
        <source>De mailserver {host} verbrak de verbinding. Er wordt later opnieuw geprobeerd.</source>
        <translation>The mail server {host} broke the connection. It will be tried again later.</translation>
    </message>
    <message>
        <source>De mailserver vraagt om later opnieuw te proberen: {code} {words}</source>
        <translation>The mail server asks to try again later: {code} {words}</translation>
    </message>
    <message>
        <source>De mailserver weigert deze mail: {code} {words}</source>
        <translation>The mail server refuses this mail: {code} {words}</translation>
    </message>
</context>
<context>
    <name>still</name>
    <message>
        <source>Een andere werkplek wijzigde dit intussen. Kijk het na en bewaar opnieuw.</source>
        <translation>Another desk changed this meanwhile. Check it and save again.</translation>
    </message>
</context>
<context>
    <name>summary</name>
    <message>
        <source>In {year} telde de Minder Mobielen Centrale {count} lid{change}.</source>
        <translation>In {year} the Minder Mobielen Centrale had {count} member{change}.</translation>
    </message>
    <message>
        <source>In {year} telde de Minder Mobielen Centrale {count} leden{change}.</source>
        <translation>In {year} the Minder Mobielen Centrale had {count} members{change}.</translation>
    </message>
    <message>
        <source>In {year} telde de Minder Mobielen Centrale geen leden{change}.</source>
        <translation>In {year} the Minder Mobielen Centrale had no members{change}.</translation>
    </message>
    <message>
        <source>In de dorpsrestaurants was {count} vrijwilliger actief{change}.</source>
        <translation>In the village restaurants {count} volunteer was active{change}.</translation>
    </message>
    <message>
        <source>In de dorpsrestaurants waren {count} vrijwilligers actief{change}.</source>
        <translation>In the village restaurants {count} volunteers were active{change}.</translation>
    </message>
    <message>
        <source>In de dorpsrestaurants was geen vrijwilliger actief{change}.</source>
        <translation>In the village restaurants no volunteer was active{change}.</translation>
    </message>
    <message>
        <source>{count} chauffeur reed minstens één rit{change}.</source>
        <translation>{count} driver drove at least one ride{change}.</translation>
    </message>
    <message>
        <source>{count} chauffeurs reden minstens één rit{change}.</source>
        <translation>{count} drivers drove at least one ride{change}.</translation>
    </message>
    <message>
        <source>Geen chauffeur reed een rit{change}.</source>
        <translation>No driver drove a ride{change}.</translation>
    </message>
    <message>
        <source>In {year} werd {count} rit uitgevoerd{change}.</source>
        <translation>In {year} {count} ride was driven{change}.</translation>
    </message>
    <message>
        <source>In {year} werden {count} ritten uitgevoerd{change}.</source>
        <translation>In {year} {count} rides were driven{change}.</translation>
    </message>
    <message>
        <source>In {year} werd geen enkele rit uitgevoerd{change}.</source>
        <translation>In {year} not one ride was driven{change}.</translation>
    </message>
    <message>
        <source>Dat was {count} ledenverplaatsing{change}.</source>
        <translation>That was {count} member trip{change}.</translation>
    </message>
    <message>
        <source>Dat waren {count} ledenverplaatsingen{change}.</source>
        <translation>Those were {count} member trips{change}.</translation>
    </message>
    <message>
        <source>Ze bestonden uit {count} deel met een lid aan boord{change}.</source>
        <translation>They had {count} leg with a member aboard{change}.</translation>
    </message>
    <message>
        <source>Ze bestonden uit {count} delen met een lid aan boord{change}.</source>
        <translation>They had {count} legs with a member aboard{change}.</translation>
    </message>
    <message>
        <source>Samen was dat {count} kilometer{change}.</source>
        <translation>Together that was {count} kilometres{change}.</translation>
    </message>
    <message>
        <source>Er werd geen kilometer gereden{change}.</source>
        <translation>Not one kilometre was driven{change}.</translation>
    </message>
    <message>
        <source>{count} rit werd geannuleerd{change}.</source>
        <translation>{count} ride was cancelled{change}.</translation>
    </message>
    <message>
        <source>{count} ritten werden geannuleerd{change}.</source>
        <translation>{count} rides were cancelled{change}.</translation>
    </message>
    <message>
        <source>Geen enkele rit werd geannuleerd{change}.</source>
        <translation>No ride was cancelled{change}.</translation>
    </message>
    <message>
        <source>{count} keer stond een chauffeur vergeefs aan de deur{change}.</source>
        <translation>{count} times a driver stood at the door in vain{change}.</translation>
    </message>
    <message>
        <source>Geen chauffeur stond vergeefs aan de deur{change}.</source>
        <translation>No driver stood at the door in vain{change}.</translation>
    </message>
    <message>
        <source>Aan loze ritten ging {count} kilometer verloren{change}.</source>
        <translation>Wasted trips took {count} kilometres{change}.</translation>
    </message>
    <message>
        <source>Voor {count} aanvraag werd geen chauffeur gevonden{change}.</source>
        <translation>For {count} request no driver was found{change}.</translation>
    </message>
    <message>
        <source>Voor {count} aanvragen werd geen chauffeur gevonden{change}.</source>
        <translation>For {count} requests no driver was found{change}.</translation>
    </message>
    <message>
        <source>Voor elke aanvraag werd een chauffeur gevonden{change}.</source>
        <translation>For every request a driver was found{change}.</translation>
    </message>
    <message>
        <source>In {year} werd in de dorpsrestaurants {count} maaltijd gegeten{change}.</source>
        <translation>In {year} {count} meal was eaten in the village restaurants{change}.</translation>
    </message>
    <message>
        <source>In {year} werden in de dorpsrestaurants {count} maaltijden gegeten{change}.</source>
        <translation>In {year} {count} meals were eaten in the village restaurants{change}.</translation>
    </message>
    <message>
        <source>In {year} werd in de dorpsrestaurants geen maaltijd gegeten{change}.</source>
        <translation>In {year} no meal was eaten in the village restaurants{change}.</translation>
    </message>
    <message>
        <source>In {year} ging {count} activiteit van LDC on Wheels door{change}.</source>
        <translation>In {year} {count} activity of LDC on Wheels took place{change}.</translation>
    </message>
    <message>
        <source>In {year} gingen {count} activiteiten van LDC on Wheels door{change}.</source>
        <translation>In {year} {count} activities of LDC on Wheels took place{change}.</translation>
    </message>
    <message>
        <source>In {year} ging geen activiteit van LDC on Wheels door{change}.</source>
        <translation>In {year} no activity of LDC on Wheels took place{change}.</translation>
    </message>
    <message>
        <source>, evenveel als in {before}</source>
        <translation>, as many as in {before}</translation>
    </message>
    <message>
        <source>, in {before} was dat nul</source>
        <translation>, in {before} that was nought</translation>
    </message>
    <message>
        <source>, tegenover {previous} in {before}</source>
        <translation>, against {previous} in {before}</translation>
    </message>
    <message>
        <source>, dubbel zoveel als in {before}</source>
        <translation>, twice as many as in {before}</translation>
    </message>
    <message>
        <source>, de helft van {before}</source>
        <translation>, half of {before}</translation>
    </message>
    <message>
        <source>, meer dan dubbel zoveel als in {before} ({previous})</source>
        <translation>, more than twice as many as in {before} ({previous})</translation>
    </message>
    <message>
        <source>, minder dan de helft van {before} ({previous})</source>
        <translation>, less than half of {before} ({previous})</translation>
    </message>
    <message>
        <source>, {by} meer dan in {before}</source>
        <translation>, {by} more than in {before}</translation>
    </message>
    <message>
        <source>, {by} minder dan in {before}</source>
        <translation>, {by} less than in {before}</translation>
    </message>
    <message>
        <source>, {by} meer dan in {before} (+{percent})</source>
        <translation>, {by} more than in {before} (+{percent})</translation>
    </message>
    <message>
        <source>, {by} minder dan in {before} (-{percent})</source>
        <translation>, {by} less than in {before} (-{percent})</translation>
    </message>
    <message>
        <source>, bijna evenveel als in {before}</source>
        <translation>, almost as many as in {before}</translation>
    </message>
    <message>
        <source>, {percent} meer dan in {before}</source>
        <translation>, {percent} more than in {before}</translation>
    </message>
    <message>
        <source>, {percent} minder dan in {before}</source>
        <translation>, {percent} less than in {before}</translation>
    </message>
    <message>
        <source>Van {year} is voor deze dienst niets gekend.</source>
        <translation>Nothing is known of this service for {year}.</translation>
    </message>
    <message>
        <source>Van {year} is in deze databank niets gekend.</source>
        <translation>This database knows nothing of {year}.</translation>
    </message>
    <message>
        <source>In {year} reed {drivers} chauffeur {count} rit{change}.</source>
        <translation>In {year} {drivers} driver drove {count} ride{change}.</translation>
    </message>
    <message>
        <source>In {year} reed {drivers} chauffeur {count} ritten{change}.</source>
        <translation>In {year} {drivers} driver drove {count} rides{change}.</translation>
    </message>
    <message>
        <source>In {year} reden {drivers} chauffeurs {count} rit{change}.</source>
        <translation>In {year} {drivers} drivers drove {count} ride{change}.</translation>
    </message>
    <message>
        <source>In {year} reden {drivers} chauffeurs {count} ritten{change}.</source>
        <translation>In {year} {drivers} drivers drove {count} rides{change}.</translation>
    </message>
    <message>
        <source>{title}: {count}{change}.</source>
        <translation>{title}: {count}{change}.</translation>
    </message>
    <message>
        <source>{year} is nog niet voorbij: dit is de stand op {today}.</source>
        <translation>{year} isn&apos;t over yet: this is how it stood on {today}.</translation>
    </message>
    <message>
        <source>Van {before} zijn er geen cijfers om mee te vergelijken.</source>
        <translation>There are no figures of {before} to compare with.</translation>
    </message>
    <message>
        <source>Niet gekend van {year}: {titles}.</source>
        <translation>Not known of {year}: {titles}.</translation>
    </message>
    <message>
        <source>Als totaal ingegeven, niet geteld: {titles}.</source>
        <translation>Entered as a total, not counted: {titles}.</translation>
    </message>
    <message>
        <source>Er is nog maar één jaar gekend: vergelijken kan vanaf het tweede.</source>
        <translation>Only one year is known as yet: comparing starts with the second.</translation>
    </message>
    <message>
        <source>{title}: van {start} in {first} naar {end} in {last}.</source>
        <translation>{title}: from {start} in {first} to {end} in {last}.</translation>
    </message>
    <message>
        <source>{title}: van {start} in {first} naar {end} in {last}, met {most} in {peak}.</source>
        <translation>{title}: from {start} in {first} to {end} in {last}, with {most} in {peak}.</translation>
    </message>
    <message>
        <source>Elk cijfer is een telling of een som van wat in de databank van het lokaal dienstencentrum genoteerd staat. Wat een cijfer telt, staat eronder. Namen van leden staan nergens in dit document.</source>
        <translation>Each figure is a count or a sum of what is noted in the database of the local service centre. What a figure counts stands under it. No member is named anywhere in this document.</translation>
    </message>
    <message>
        <source>Het teken – betekent dat de databank het niet weet. Dat is iets anders dan nul: nul wil zeggen dat er geteld werd en dat er niets was.</source>
        <translation>The sign – means that the database doesn&apos;t know. That isn&apos;t nought: nought means that somebody counted and there was nothing.</translation>
    </message>
    <message>
        <source>Het verschil is het cijfer van dit jaar min dat van vorig jaar. Het percentage is dat verschil gedeeld door het cijfer van vorig jaar, afgerond op één decimaal.</source>
        <translation>The difference is this year&apos;s figure minus last year&apos;s. The percentage is that difference divided by last year&apos;s figure, rounded to one decimal.</translation>
    </message>
    <message>
        <source>Een rit, een ledenverplaatsing en een leg zijn niet hetzelfde: één rit kan meer leden vervoeren en bestaat meestal uit een heenrit en een terugrit. Cijfers met een andere naam mag men niet optellen.</source>
        <translation>A ride, a member trip and a leg aren&apos;t the same: one ride may carry several members and mostly goes out and back. Figures of different names mustn&apos;t be added up.</translation>
    </message>
    <message>
        <source>Jaren van voor het programma kunnen als totaal ingegeven zijn; dat staat er dan bij. Een cijfer uit een gepubliceerd jaarverslag blijft zoals het gepubliceerd werd: verandert de telling later, dan staan beide er, met de reden.</source>
        <translation>Years before the program may have been entered as totals; it then says so. A figure of a published report stays as published: where the count changes later, both are shown, with the reason.</translation>
    </message>
</context>
<context>
    <name>tabular</name>
    <message>
        <source>{path} is geen bestand. Kies een .xlsx of .csv.</source>
        <translation>{path} is no file. Choose an .xlsx or .csv.</translation>
    </message>
    <message>
        <source>{size} MB, hoogstens {most}</source>
        <translation>{size} MB, at most {most}</translation>
    </message>
    <message>
        <source>{path} bestaat niet. Kijk de naam na.</source>
        <translation>{path} doesn’t exist. Check the name.</translation>
    </message>
    <message>
        <source>{path} is afgeschermd of nog open. Sluit het in Excel, of vraag leesrechten.</source>
        <translation>{path} is protected or still open. Close it in Excel, or ask for rights.</translation>
    </message>
    <message>
        <source>{path} kan niet gelezen worden ({reason}). Kopieer het eerst naar deze computer.</source>
        <translation>{path} can’t be read ({reason}). Copy it to this computer first.</translation>
    </message>
    <message>
        <source>{path} is te groot om in één keer te lezen ({detail}). Splits het bestand.</source>
        <translation>{path} is too large to read at once ({detail}). Split the file.</translation>
    </message>
    <message>
        <source>{path} is leeg. Kijk na of het goed bewaard werd.</source>
        <translation>{path} is empty. See whether it was saved well.</translation>
    </message>
    <message>
        <source>{path} is een oud Excel-bestand (.xls) of met een wachtwoord beveiligd. Bewaar het in Excel als .xlsx, zonder wachtwoord.</source>
        <translation>{path} is an old Excel file (.xls) or protected by a password. Save it in Excel as .xlsx, without a password.</translation>
    </message>
    <message>
        <source>{path} is een OpenDocument-bestand (.ods). Bewaar het als .xlsx.</source>
        <translation>{path} is an OpenDocument file (.ods). Save it as .xlsx.</translation>
    </message>
    <message>
        <source>{path} is geen tabel. Bewaar het als .xlsx of .csv.</source>
        <translation>{path} is not a table. Save it as .xlsx or .csv.</translation>
    </message>
    <message>
        <source>{path} is een webpagina of gegevensbestand, geen tabel. Bewaar het als .xlsx.</source>
        <translation>{path} is a web page or a data file, not a table. Save it as .xlsx.</translation>
    </message>
    <message>
        <source>{count} rijen, hoogstens {most}</source>
        <translation>{count} rows, at most {most}</translation>
    </message>
    <message>
        <source>hoogstens {most} kolommen</source>
        <translation>at most {most} columns</translation>
    </message>
    <message>
        <source>De letters van {path} zijn niet te lezen als {tried}. Bewaar het als “CSV UTF-8”.</source>
        <translation>The letters of {path} can’t be read as {tried}. Save it as “CSV UTF-8”.</translation>
    </message>
    <message>
        <source>{path} is geen leesbare CSV ({reason}). Bewaar het opnieuw als .xlsx.</source>
        <translation>{path} is not a readable CSV ({reason}). Save it again as .xlsx.</translation>
    </message>
    <message>
        <source>meer dan {seconds} seconden</source>
        <translation>more than {seconds} seconds</translation>
    </message>
    <message>
        <source>{path}, blad {name}: een cel heeft een dag of uur dat niet bestaat. Verbeter die in Excel.</source>
        <translation>{path}, sheet {name}: a cell has a day or an hour that doesn&apos;t exist. Mend it in Excel.</translation>
    </message>
    <message>
        <source>{path} is geen leesbaar Excel-bestand. Open het in Excel en bewaar het opnieuw als .xlsx.</source>
        <translation>{path} is not a readable Excel file. Open it in Excel and save it again as .xlsx.</translation>
    </message>
    <message>
        <source>uitgepakt {size} MB, hoogstens {most}</source>
        <translation>unpacked {size} MB, at most {most}</translation>
    </message>
    <message>
        <source>{rows} rijen × {columns} kolommen</source>
        <translation>{rows} rows × {columns} columns</translation>
    </message>
</context>
<context>
    <name>tariffs</name>
    <message>
        <source>Dit kan niet negatief zijn.</source>
        <translation>This can&apos;t be negative.</translation>
    </message>
    <message>
        <source>Een wachtstap duurt minstens één minuut.</source>
        <translation>A waiting step takes one minute at least.</translation>
    </message>
    <message>
        <source>Een tarief per km ligt tussen € 0,0001 en € 2. Typ bijvoorbeeld 0,4326.</source>
        <translation>A rate per km is between € 0,0001 and € 2. Type for example 0,4326.</translation>
    </message>
    <message>
        <source>Een tarief dat al geldt, blijft staan. Maak een nieuw tarief vanaf een latere dag.</source>
        <translation>A tariff that holds already stays. Make a new tariff from a later day on.</translation>
    </message>
    <message>
        <source>De laatste dag ligt voor de eerste.</source>
        <translation>The last day is before the first.</translation>
    </message>
    <message>
        <source>Overlapt met het tarief vanaf {day}. Pas de dagen van een van beide aan.</source>
        <translation>Overlaps the rate from {day}. Change the days of one of them.</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>Leeg: tot er een nieuw tarief komt.</source>
        <translation>Empty: until a new rate comes.</translation>
    </message>
    <message>
        <source>&amp;Tot en met</source>
        <translation>&amp;Until</translation>
    </message>
    <message>
        <source>€ per &amp;km</source>
        <translation>€ per &amp;km</translation>
    </message>
    <message>
        <source>Vier decimalen: 0,4326.</source>
        <translation>Four decimals: 0,4326.</translation>
    </message>
    <message>
        <source>Bijvoorbeeld de omzendbrief.</source>
        <translation>For example the circular.</translation>
    </message>
    <message>
        <source>&amp;Bron</source>
        <translation>&amp;Source</translation>
    </message>
    <message>
        <source>Wettelijk km-tarief</source>
        <translation>Official km rate</translation>
    </message>
    <message>
        <source>Tarief opslaan</source>
        <translation>Save tariff</translation>
    </message>
    <message>
        <source>Vul in vanaf welke dag dit tarief geldt.</source>
        <translation>Fill in from which day on this holds.</translation>
    </message>
    <message>
        <source>Vul het tarief per km in, bijvoorbeeld 0,4326.</source>
        <translation>Fill in the rate per km, for example 0,4326.</translation>
    </message>
    <message>
        <source>Vanaf wanneer</source>
        <translation>From when</translation>
    </message>
    <message>
        <source>Wat vroeger gold, blijft staan voor vroeger.</source>
        <translation>What held before, stays for before.</translation>
    </message>
    <message>
        <source>&amp;Geldt vanaf</source>
        <translation>&amp;Holds from</translation>
    </message>
    <message>
        <source>Afspraken van de dienst</source>
        <translation>Rules of the service</translation>
    </message>
    <message>
        <source>Afspraken &amp;opslaan</source>
        <translation>Save rul&amp;es</translation>
    </message>
    <message>
        <source>Afspraken van de dienst gewijzigd</source>
        <translation>Rules of the service changed</translation>
    </message>
    <message>
        <source>werkdagen</source>
        <translation>working days</translation>
    </message>
    <message>
        <source>maanden</source>
        <translation>months</translation>
    </message>
    <message>
        <source>weken</source>
        <translation>weeks</translation>
    </message>
    <message>
        <source>minuten</source>
        <translation>minutes</translation>
    </message>
    <message>
        <source>Aanvragen</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>Later gevraagd geeft een waarschuwing, geen verbod.</source>
        <translation>Asked later gives a warning, no ban.</translation>
    </message>
    <message>
        <source>&amp;Vooraf vragen</source>
        <translation>Ask ad&amp;vance</translation>
    </message>
    <message>
        <source>12:00: de rit van maandag tot donderdagmiddag, bij 2 werkdagen. Leeg: heel die dag.</source>
        <translation>12:00: Monday&apos;s ride until Thursday noon, with 2 working days. Empty: all that day.</translation>
    </message>
    <message>
        <source>&amp;Tot hoe laat</source>
        <translation>&amp;Until what time</translation>
    </message>
    <message>
        <source>Bijvoorbeeld 48; 0: enkel de werkdagen tellen.</source>
        <translation>For example 48; 0: only the working days count.</translation>
    </message>
    <message>
        <source>En &amp;minstens</source>
        <translation>And at &amp;least</translation>
    </message>
    <message>
        <source>uur</source>
        <translation>hours</translation>
    </message>
    <message>
        <source>&amp;Hoogstens vooruit</source>
        <translation>At most a&amp;head</translation>
    </message>
    <message>
        <source>Vaste &amp;ritten vooruit</source>
        <translation>Standing &amp;rides ahead</translation>
    </message>
    <message>
        <source>Zo dicht bij elkaar liggen afspraken die één wagen kunnen delen.</source>
        <translation>So near to each other are appointments that can share a car.</translation>
    </message>
    <message>
        <source>Wagen &amp;delen</source>
        <translation>Car sharin&amp;g</translation>
    </message>
    <message>
        <source>Tot en met deze maand mag wie vorig jaar betaalde, nog rijden; 0: geen uitstel.</source>
        <translation>Up to and including this month who paid last year may still ride; 0: no delay.</translation>
    </message>
    <message>
        <source>&amp;Lidgeld uitstel</source>
        <translation>Fee de&amp;lay</translation>
    </message>
    <message>
        <source>Betalen</source>
        <translation>Paying</translation>
    </message>
    <message>
        <source>Wie anders betaalt, kiest dat op zijn kaart bij Leden.</source>
        <translation>Who pays otherwise says so on their card under Members.</translation>
    </message>
    <message>
        <source>Leden &amp;betalen</source>
        <translation>Members &amp;pay</translation>
    </message>
    <message>
        <source>&amp;Factuur binnen</source>
        <translation>&amp;Invoice within</translation>
    </message>
    <message>
        <source>dagen</source>
        <translation>days</translation>
    </message>
    <message>
        <source>Daarvoor rijdt de dienst niet (waarschuwing)</source>
        <translation>The service doesn’t drive for (warning)</translation>
    </message>
    <message>
        <source>Hoe lang het duurt</source>
        <translation>How long it takes</translation>
    </message>
    <message>
        <source>Zoveel te vroeg aan de afspraak.</source>
        <translation>So early at the appointment.</translation>
    </message>
    <message>
        <source>&amp;Speling</source>
        <translation>&amp;Slack</translation>
    </message>
    <message>
        <source>Waar de aanvraag niets zegt.</source>
        <translation>Where the request says nothing.</translation>
    </message>
    <message>
        <source>Ver&amp;blijf</source>
        <translation>S&amp;tay</translation>
    </message>
    <message>
        <source>In- en uitstappen, per hulpmiddel</source>
        <translation>Getting in and out, per aid</translation>
    </message>
    <message>
        <source>Zonder</source>
        <translation>Without</translation>
    </message>
    <message>
        <source>Vul in vanaf welke dag dit geldt.</source>
        <translation>Fill in from which day this holds.</translation>
    </message>
    <message>
        <source>Vul een getal in; 0 kan ook.</source>
        <translation>Fill in a number; 0 will do too.</translation>
    </message>
    <message>
        <source>&amp;Minimum per rit</source>
        <translation>&amp;Minimum per ride</translation>
    </message>
    <message>
        <source>Minstens aan&amp;gerekend</source>
        <translation>Char&amp;ged at least</translation>
    </message>
    <message>
        <source>5: 5x; 10: 10x is tot 5 km 5 × het tarief, tot 10 km 10 ×; &lt;10: 4,00 is vast.</source>
        <translation>5: 5x; 10: 10x is 5 × the rate up to 5 km, 10 × up to 10 km; &lt;10: 4,00 is flat.</translation>
    </message>
    <message>
        <source>&amp;Schijven</source>
        <translation>&amp;Bands</translation>
    </message>
    <message>
        <source>Voor de dienst, niet voor de chauffeur.</source>
        <translation>For the desk, not for the driver.</translation>
    </message>
    <message>
        <source>&amp;Administratie per rit</source>
        <translation>&amp;Administration per ride</translation>
    </message>
    <message>
        <source>… per rit met &amp;terugrit</source>
        <translation>… per re&amp;turn ride</translation>
    </message>
    <message>
        <source>tot op de minuut</source>
        <translation>to the minute</translation>
    </message>
    <message>
        <source>&amp;Wachten</source>
        <translation>&amp;Waiting</translation>
    </message>
    <message>
        <source>30 min, of 1u voor een uurprijs.</source>
        <translation>30 min, or 1u for a price per hour.</translation>
    </message>
    <message>
        <source>&amp;per</source>
        <translation>&amp;per</translation>
    </message>
    <message>
        <source>Gratis stappe&amp;n</source>
        <translation>Free step&amp;s</translation>
    </message>
    <message>
        <source>Te&amp;llen</source>
        <translation>Cou&amp;nt</translation>
    </message>
    <message>
        <source>30: 2,50; 60: 5,00 is € 2,50 vanaf een half uur wachten, € 5 vanaf een uur.</source>
        <translation>30: 2,50; 60: 5,00 is € 2,50 from half an hour of waiting, € 5 from an hour.</translation>
    </message>
    <message>
        <source>Koff&amp;ie</source>
        <translation>Coff&amp;ee</translation>
    </message>
    <message>
        <source>het lid betaalt ze</source>
        <translation>the member pays it</translation>
    </message>
    <message>
        <source>verdeeld over de leden</source>
        <translation>split over the members</translation>
    </message>
    <message>
        <source>enkele rit dubbel</source>
        <translation>one-way leg twice</translation>
    </message>
    <message>
        <source>het lid betaalt de gereden km</source>
        <translation>the member pays the driven km</translation>
    </message>
    <message>
        <source>Pa&amp;rking</source>
        <translation>Pa&amp;rking</translation>
    </message>
    <message>
        <source>Ged&amp;eelde wagen</source>
        <translation>Shared &amp;car</translation>
    </message>
    <message>
        <source>Andere chauffeur ter&amp;ug</source>
        <translation>Driver ret&amp;urning</translation>
    </message>
    <message>
        <source>Te laat afge&amp;zegd</source>
        <translation>Cancelled too &amp;late</translation>
    </message>
    <message>
        <source>L&amp;oze rit</source>
        <translation>Wasted tr&amp;ip</translation>
    </message>
    <message>
        <source>Wat een rit kost, met {time} wachten</source>
        <translation>What a ride costs, with {time} of waiting</translation>
    </message>
    <message>
        <source>Boven het wettelijk tarief van {rate} per km: zo wordt de dienst vergunningsplichtig bezoldigd vervoer.</source>
        <translation>Above the official rate of {rate} per km: this makes the service licensed paid transport.</translation>
    </message>
    <message>
        <source>{km}: {total}</source>
        <translation>{km}: {total}</translation>
    </message>
    <message>
        <source>Nieuw tarief</source>
        <translation>New tariff</translation>
    </message>
    <message>
        <source>“{text}” is geen geheel getal.</source>
        <translation>“{text}” is no whole number.</translation>
    </message>
    <message>
        <source>Leeg: het wettelijk tarief van de dag van de rit.</source>
        <translation>Empty: the official rate of the day of the ride.</translation>
    </message>
    <message>
        <source>Tarieven</source>
        <translation>Tariffs</translation>
    </message>
    <message>
        <source>Wettelijke km-tarieven</source>
        <translation>Official km rates</translation>
    </message>
    <message>
        <source>&amp;Nieuw tarief</source>
        <translation>&amp;New tariff</translation>
    </message>
    <message>
        <source>Nieuw tarief (Ctrl+N)</source>
        <translation>New tariff (Ctrl+N)</translation>
    </message>
    <message>
        <source>Tarief &amp;wegnemen</source>
        <translation>&amp;Take tariff away</translation>
    </message>
    <message>
        <source>Wegnemen (Del)</source>
        <translation>Take away (Del)</translation>
    </message>
    <message>
        <source>Toevoegen (Ins)</source>
        <translation>Add (Ins)</translation>
    </message>
    <message>
        <source>Tarief &amp;toevoegen</source>
        <translation>&amp;Add rate</translation>
    </message>
    <message>
        <source>&amp;Afspraken…</source>
        <translation>&amp;Rules…</translation>
    </message>
    <message>
        <source>Afspraken van de dienst (F6)</source>
        <translation>Rules of the service (F6)</translation>
    </message>
    <message>
        <source>&amp;Routedienst…</source>
        <translation>&amp;Route service…</translation>
    </message>
    <message>
        <source>Routedienst voor echte wegen (F7)</source>
        <translation>Route service for real roads (F7)</translation>
    </message>
    <message>
        <source>Wat een lid betaalt</source>
        <translation>What a member pays</translation>
    </message>
    <message>
        <source>Tarief vanaf {day} weggenomen</source>
        <translation>Tariff from {day} taken away</translation>
    </message>
    <message>
        <source>Van {first} tot {last} staat er geen tarief in de tabel: het laatste, {rate}, geldt voort. Dat staat ook zo op papier.</source>
        <translation>From {first} to {last} the table has no rate: the last one, {rate}, goes on. Paper says so too.</translation>
    </message>
    <message>
        <source>Geldt vanaf</source>
        <translation>Holds from</translation>
    </message>
    <message>
        <source>In het kort</source>
        <translation>In short</translation>
    </message>
    <message>
        <source>altijd</source>
        <translation>from the start</translation>
    </message>
    <message>
        <source>Van</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Tot en met</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>€ per km</source>
        <translation>€ per km</translation>
    </message>
    <message>
        <source>Bron</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Per km: het wettelijk tarief van de dag van de rit.</source>
        <translation>Per km: the official rate of the day of the ride.</translation>
    </message>
    <message>
        <source>Per km: {rate}.</source>
        <translation>Per km: {rate}.</translation>
    </message>
    <message>
        <source>Minstens {amount} per rit.</source>
        <translation>At least {amount} per ride.</translation>
    </message>
    <message>
        <source>Minstens {km} aangerekend.</source>
        <translation>At least {km} charged.</translation>
    </message>
    <message>
        <source>Geen minimum.</source>
        <translation>No minimum.</translation>
    </message>
    <message>
        <source>Tot en met {km}: alsof het {charged} was.</source>
        <translation>Up to {km}: as if it were {charged}.</translation>
    </message>
    <message>
        <source>Onder {km}: alsof het {charged} was.</source>
        <translation>Under {km}: as if it were {charged}.</translation>
    </message>
    <message>
        <source>Tot en met {km}: vast {amount}.</source>
        <translation>Up to {km}: {amount} flat.</translation>
    </message>
    <message>
        <source>Onder {km}: vast {amount}.</source>
        <translation>Under {km}: {amount} flat.</translation>
    </message>
    <message>
        <source>Administratie voor de dienst: {amount} per rit.</source>
        <translation>Administration for the desk: {amount} per ride.</translation>
    </message>
    <message>
        <source>Administratie voor de dienst: {amount} per rit met terugrit.</source>
        <translation>Administration for the desk: {amount} per return ride.</translation>
    </message>
    <message>
        <source>Geen administratiekosten.</source>
        <translation>No administration fee.</translation>
    </message>
    <message>
        <source>Wachten is gratis.</source>
        <translation>Waiting is free.</translation>
    </message>
    <message>
        <source>Wachten: {amount} per {step}, tot op de minuut.</source>
        <translation>Waiting: {amount} per {step}, to the minute.</translation>
    </message>
    <message>
        <source>Wachten: {amount} per begonnen {step}.</source>
        <translation>Waiting: {amount} per started {step}.</translation>
    </message>
    <message>
        <source>De eerste {free} zijn gratis.</source>
        <translation>The first {free} are free.</translation>
    </message>
    <message>
        <source>Koffie voor de chauffeur: {amount} vanaf {time} wachten.</source>
        <translation>Coffee for the driver: {amount} from {time} of waiting.</translation>
    </message>
    <message>
        <source>Parking: het lid betaalt wat ze kost.</source>
        <translation>Parking: the member pays what it costs.</translation>
    </message>
    <message>
        <source>Parking: de dienst betaalt ze aan de chauffeur terug.</source>
        <translation>Parking: the desk pays it back to the driver.</translation>
    </message>
    <message>
        <source>Gedeelde wagen: één prijs, verdeeld over de leden; de rest van de cent bij het eerste.</source>
        <translation>Shared car: one price, split over the members; the remaining cent for the first.</translation>
    </message>
    <message>
        <source>Gedeelde wagen: één prijs, voor het lid dat belde.</source>
        <translation>Shared car: one price, for the member who called.</translation>
    </message>
    <message>
        <source>Andere chauffeur terug: de eerste rekent de enkele rit dubbel.</source>
        <translation>Another driver back: the first charges the one-way leg twice.</translation>
    </message>
    <message>
        <source>Andere chauffeur terug: elke rit zoals gereden.</source>
        <translation>Another driver back: each ride as driven.</translation>
    </message>
    <message>
        <source>Afgezegd na het vertrek van de chauffeur: het lid betaalt de gereden km.</source>
        <translation>Cancelled after the driver left: the member pays the driven km.</translation>
    </message>
    <message>
        <source>Afgezegd na het vertrek van de chauffeur: het lid betaalt niets.</source>
        <translation>Cancelled after the driver left: the member pays nothing.</translation>
    </message>
    <message>
        <source>Loze rit: het lid betaalt de gereden km.</source>
        <translation>Wasted trip: the member pays the driven km.</translation>
    </message>
    <message>
        <source>Loze rit: het lid betaalt niets.</source>
        <translation>Wasted trip: the member pays nothing.</translation>
    </message>
    <message>
        <source>“{part}” is geen schijf. Typ bijvoorbeeld 5: 5x; 10: 10x of &lt;10: 4,00.</source>
        <translation>“{part}” is no band. Type for example 5: 5x; 10: 10x or &lt;10: 4,00.</translation>
    </message>
    <message>
        <source>“{part}” is geen stap. Typ bijvoorbeeld 30: 2,50; 60: 5,00.</source>
        <translation>“{part}” is no step. Type for example 30: 2,50; 60: 5,00.</translation>
    </message>
    <message>
        <source>Kies 0 tot {most}.</source>
        <translation>Choose 0 to {most}.</translation>
    </message>
    <message>
        <source>Een verblijf duurt minstens één minuut.</source>
        <translation>A stay lasts at least a minute.</translation>
    </message>
</context>
<context>
    <name>thanks</name>
    <message>
        <source>dorpsrestaurant {location}</source>
        <translation>village restaurant {location}</translation>
    </message>
    <message>
        <source>chauffeur</source>
        <translation>driver</translation>
    </message>
    <message>
        <source>Bedankbrieven {year}</source>
        <translation>Letters of thanks {year}</translation>
    </message>
    <message>
        <source>{years} jaar vrijwilliger: dank u</source>
        <translation>{years} years a volunteer: thank you</translation>
    </message>
    <message>
        <source>Een woord van dank</source>
        <translation>A word of thanks</translation>
    </message>
    <message>
        <source>Beste {name},</source>
        <translation>Dear {name},</translation>
    </message>
    <message>
        <source>Zonder vrijwilligers geen ritten en geen maaltijden, en voor velen geen bezoek, geen dokter, geen gezelschap aan tafel. Daarvoor willen wij u van harte bedanken.</source>
        <translation>Without volunteers there are no rides and no meals, and for many no visits, no doctor, no company at the table. For that we thank you warmly.</translation>
    </message>
    <message>
        <source>Met vriendelijke groeten,
{desk}</source>
        <translation>With kind regards,
{desk}</translation>
    </message>
    <message>
        <source>Dit jaar bent u {years} jaar vrijwilliger bij ons, sinds {day}. Dat vieren wij graag.</source>
        <translation>This year you have been our volunteer for {years} years, since {day}. We are glad to celebrate that.</translation>
    </message>
    <message>
        <source>In {year} reed u {rides} ritten, samen {km}.</source>
        <translation>In {year} you drove {rides} rides, {km} in all.</translation>
    </message>
    <message>
        <source>In {year} hielp u {duties} keer in het dorpsrestaurant.</source>
        <translation>In {year} you helped in the village restaurant {duties} times.</translation>
    </message>
    <message>
        <source>Dat was ongeveer {hours} uur van uw tijd.</source>
        <translation>That was about {hours} hours of your time.</translation>
    </message>
    <message>
        <source>Ook in {year} stond u voor onze dienst klaar.</source>
        <translation>In {year} too you stood ready for our service.</translation>
    </message>
    <message>
        <source>Etiketten vrijwilligers {year}</source>
        <translation>Labels volunteers {year}</translation>
    </message>
    <message>
        <source>Vrijwilligers {year}</source>
        <translation>Volunteers {year}</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Voornaam</source>
        <translation>First name</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Sinds</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Geboren</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Straat</source>
        <translation>Street</translation>
    </message>
    <message>
        <source>Gemeente</source>
        <translation>Town</translation>
    </message>
    <message>
        <source>Jaren</source>
        <translation>Years</translation>
    </message>
    <message>
        <source>Jubileum</source>
        <translation>Jubilee</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Diensten</source>
        <translation>Duties</translation>
    </message>
    <message>
        <source>Uren</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>Ritten en km: ook loze ritten. Uren: van vertrek tot thuis van de ritten waarvan de tijden genoteerd zijn, en de duur van de diensten. Jubileum: elke vijf jaar.</source>
        <translation>Rides and km: wasted trips too. Hours: from departure until home of the rides whose times are noted, and the length of the duties. Jubilee: every five years.</translation>
    </message>
    <message>
        <source>Jarig</source>
        <translation>Birthday</translation>
    </message>
</context>
<context>
    <name>tour</name>
    <message>
        <source>Geen scherm gevonden: MMC Desk werkt zonder venster. Alles komt in {folder}</source>
        <translation>No screen found: MMC Desk works without a window. Everything goes to {folder}</translation>
    </message>
    <message>
        <source>Oefendatabank</source>
        <translation>Practice database</translation>
    </message>
    <message>
        <source>Rittenlijsten van morgen, {day}</source>
        <translation>Ride lists of tomorrow, {day}</translation>
    </message>
    <message>
        <source>Kilometerstaat van {year}</source>
        <translation>Kilometre report of {year}</translation>
    </message>
    <message>
        <source>Jaarcijfers van {year}</source>
        <translation>Yearly figures of {year}</translation>
    </message>
    <message>
        <source>Een beeld van elke pagina</source>
        <translation>A picture of every page</translation>
    </message>
</context>
<context>
    <name>trust</name>
    <message>
        <source>Wissen gevraagd</source>
        <translation>Erasure asked</translation>
    </message>
    <message>
        <source>wacht op goedkeuring</source>
        <translation>waits for approval</translation>
    </message>
    <message>
        <source>gewist op {day} door {name}</source>
        <translation>erased on {day} by {name}</translation>
    </message>
    <message>
        <source>Persoon gewist</source>
        <translation>Person erased</translation>
    </message>
    <message>
        <source>Naast de databank liggen er nog {count} die bij het terugzetten opzijgezet zijn: daarin kan de persoon nog staan. Verwijder ze zodra u ze niet meer nodig hebt.</source>
        <translation>Beside the database lie {count} more that a restore put aside: the person may still be in them. Delete them as soon as you no longer need them.</translation>
    </message>
    <message>
        <source>Op deze server kan enkel de eigenaar van de databank wissen. Vraag wie de server beheert, het met mmc-desk te doen.</source>
        <translation>On this server only the owner of the database can erase. Ask whoever manages the server to do so with mmc-desk.</translation>
    </message>
    <message>
        <source>Persoon opnieuw gewist na terugzetten</source>
        <translation>Person erased again after a restore</translation>
    </message>
    <message>
        <source>{count} personen heten “{name}”. Geef de volledige naam van één persoon.</source>
        <translation>{count} persons are called “{name}”. Give the full name of one person.</translation>
    </message>
    <message>
        <source>Aanmelden: {name}</source>
        <translation>Signing in: {name}</translation>
    </message>
    <message>
        <source>Te vaak een verkeerd wachtwoord. Probeer opnieuw na {time}.</source>
        <translation>A wrong password too often. Try again after {time}.</translation>
    </message>
    <message>
        <source>Deze naam en dit wachtwoord horen niet bij elkaar. Probeer opnieuw.</source>
        <translation>This name and this password don&apos;t belong together. Try again.</translation>
    </message>
    <message>
        <source>Wachtwoord van {name}: </source>
        <translation>Password of {name}: </translation>
    </message>
    <message>
        <source> (uit)</source>
        <translation> (off)</translation>
    </message>
    <message>
        <source>Geen accounts: iedereen aan deze pc mag alles, zonder aanmelden.</source>
        <translation>No accounts: everybody at this pc may do everything, without signing in.</translation>
    </message>
    <message>
        <source>Nieuw wachtwoord: </source>
        <translation>New password: </translation>
    </message>
    <message>
        <source>Account toegevoegd</source>
        <translation>Account added</translation>
    </message>
    <message>
        <source>Wachtwoord gewijzigd</source>
        <translation>Password changed</translation>
    </message>
    <message>
        <source>Account gewijzigd</source>
        <translation>Account changed</translation>
    </message>
    <message>
        <source>Account uitgezet</source>
        <translation>Account switched off</translation>
    </message>
    <message>
        <source>Deze account bestaat niet. Zie: mmc-desk account list</source>
        <translation>This account doesn&apos;t exist. See: mmc-desk account list</translation>
    </message>
    <message>
        <source>Deze rol bestaat niet. Kies uit: {known}</source>
        <translation>This role doesn&apos;t exist. Choose from: {known}</translation>
    </message>
    <message>
        <source>NAAM</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>naam van de persoon</source>
        <translation>name of the person</translation>
    </message>
    <message>
        <source>van deze dag (JJJJ-MM-DD), zonder: 90 dagen terug</source>
        <translation>from this day (YYYY-MM-DD), without: 90 days back</translation>
    </message>
    <message>
        <source>tot en met deze dag, zonder: vandaag</source>
        <translation>up to and including this day, without: today</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAY</translation>
    </message>
    <message>
        <source>naar dit bestand op .xlsx of .csv</source>
        <translation>to this file on .xlsx or .csv</translation>
    </message>
    <message>
        <source>naar dit bestand op .pdf of .json</source>
        <translation>to this file on .pdf or .json</translation>
    </message>
    <message>
        <source>wie gewist moet worden</source>
        <translation>who is to be erased</translation>
    </message>
    <message>
        <source>waarom</source>
        <translation>why</translation>
    </message>
    <message>
        <source>wie u bent, waar niemand zich aanmeldt</source>
        <translation>who you are, where nobody signs in</translation>
    </message>
    <message>
        <source>NUMMER</source>
        <translation>NUMBER</translation>
    </message>
    <message>
        <source>keurt een gevraagde wissing goed</source>
        <translation>approves an erasure that was asked</translation>
    </message>
    <message>
        <source>wist opnieuw wie met een teruggezette reservekopie terugkwam</source>
        <translation>erases again whom a backup that was put back brought back</translation>
    </message>
    <message>
        <source>aanmeldnaam</source>
        <translation>sign-in name</translation>
    </message>
    <message>
        <source>wie het is</source>
        <translation>who it is</translation>
    </message>
    <message>
        <source>met komma&apos;s ertussen: desk, coordinator, manager, admin</source>
        <translation>with commas between: desk, coordinator, manager, admin</translation>
    </message>
    <message>
        <source>Vertrouwen</source>
        <translation>Trust</translation>
    </message>
    <message>
        <source>wie een persoon bekeek of wijzigde</source>
        <translation>who looked at or changed a person</translation>
    </message>
    <message>
        <source>alles wat over een persoon bewaard wordt, als PDF of JSON</source>
        <translation>everything held about a person, as PDF or JSON</translation>
    </message>
    <message>
        <source>een persoon wissen, met vier ogen</source>
        <translation>erase a person, with four eyes</translation>
    </message>
    <message>
        <source>wie zich aanmeldt, en met welke rol</source>
        <translation>who signs in, and with which role</translation>
    </message>
    <message>
        <source>Ook &amp;afdrukken en bestanden</source>
        <translation>Also &amp;prints and files</translation>
    </message>
    <message>
        <source>&amp;Exporteren…</source>
        <translation>&amp;Export…</translation>
    </message>
    <message>
        <source>Spoor van deze persoon</source>
        <translation>Trace of this person</translation>
    </message>
    <message>
        <source>Gegevens, oud → nieuw</source>
        <translation>Data, old → new</translation>
    </message>
    <message>
        <source>Iemand anders moet het nog goedkeuren. Daarna is het voorgoed.</source>
        <translation>Somebody else still has to approve it. Then it is for good.</translation>
    </message>
    <message>
        <source>&amp;Waarom</source>
        <translation>&amp;Why</translation>
    </message>
    <message>
        <source>&amp;Wie bent u</source>
        <translation>Who are &amp;you</translation>
    </message>
    <message>
        <source>{name} wissen</source>
        <translation>Erase {name}</translation>
    </message>
    <message>
        <source>Wissen &amp;vragen</source>
        <translation>&amp;Ask to erase</translation>
    </message>
    <message>
        <source>Naam van de persoon (Ctrl+F)</source>
        <translation>Name of the person (Ctrl+F)</translation>
    </message>
    <message>
        <source>Persoon</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Wie keurt goed</source>
        <translation>Who approves</translation>
    </message>
    <message>
        <source>Er is nog niemand gewist en niemand vroeg het. Kies boven een persoon; F7 vraagt het.</source>
        <translation>Nobody was erased yet and nobody asked for it. Choose a person above; F7 asks.</translation>
    </message>
    <message>
        <source>Gevraagde en gedane wissingen</source>
        <translation>Erasures asked and done</translation>
    </message>
    <message>
        <source>Vernietigingslijst</source>
        <translation>Destruction list</translation>
    </message>
    <message>
        <source>Het dossier toont iemand alles wat u over hem of haar bewaart. Wissen haalt naam, adres, nummers en nota’s overal weg, ook uit het spoor; dagen, dorpen en kilometers blijven voor de cijfers.</source>
        <translation>The file shows somebody everything you hold about them. Erasing takes name, address, numbers and notes out everywhere, the trace included; days, villages and kilometres stay for the figures.</translation>
    </message>
    <message>
        <source>&amp;Dossier opslaan…</source>
        <translation>Save &amp;file…</translation>
    </message>
    <message>
        <source>&amp;Wissen vragen…</source>
        <translation>Ask to &amp;erase…</translation>
    </message>
    <message>
        <source>Wissen &amp;goedkeuren</source>
        <translation>&amp;Approve erasure</translation>
    </message>
    <message>
        <source>&amp;Intrekken</source>
        <translation>With&amp;draw</translation>
    </message>
    <message>
        <source>Vernietigings&amp;lijst…</source>
        <translation>Destruction &amp;list…</translation>
    </message>
    <message>
        <source>Dossier opslaan</source>
        <translation>Save file</translation>
    </message>
    <message>
        <source>{name} voorgoed wissen? Dit kan niet ongedaan gemaakt worden.</source>
        <translation>Erase {name} for good? This can&apos;t be undone.</translation>
    </message>
    <message>
        <source>Voorgoed wissen</source>
        <translation>Erase for good</translation>
    </message>
    <message>
        <source>Wissen ingetrokken</source>
        <translation>Erasure withdrawn</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Gevraagd door</source>
        <translation>Asked by</translation>
    </message>
    <message>
        <source>&amp;Persoon</source>
        <translation>&amp;Person</translation>
    </message>
    <message>
        <source>&amp;Van</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;tot en met</source>
        <translation>&amp;up to</translation>
    </message>
    <message>
        <source>Kies een persoon: wie de fiche bekeek of iets wijzigde, en wanneer.</source>
        <translation>Choose a person: who looked at the card or changed something, and when.</translation>
    </message>
    <message>
        <source>{count} regels, de laatste eerst.</source>
        <translation>{count} lines, the last first.</translation>
    </message>
    <message>
        <source>Niemand bekeek of wijzigde deze persoon in deze periode.</source>
        <translation>Nobody looked at or changed this person in this period.</translation>
    </message>
    <message>
        <source>Spoor exporteren</source>
        <translation>Export trace</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>Wanneer</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Wie</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>Werkpost</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Handeling</source>
        <translation>Deed</translation>
    </message>
    <message>
        <source>Gegevens</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>bekeken</source>
        <translation>looked at</translation>
    </message>
    <message>
        <source>gewijzigd</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>afgedrukt of bewaard</source>
        <translation>printed or saved</translation>
    </message>
    <message>
        <source>Regel</source>
        <translation>Line</translation>
    </message>
    <message>
        <source>Wie het bekeek of wijzigde</source>
        <translation>Who saw or changed it</translation>
    </message>
    <message>
        <source>Alles wat de dienst over u bewaart, en wie het bekeek of wijzigde (artikel 15 en 20 van de AVG).</source>
        <translation>Everything the service holds about you, and who looked at it or changed it (articles 15 and 20 of the GDPR).</translation>
    </message>
    <message>
        <source>Wat leeg, nul of “nee” is, staat er niet bij. Namen van anderen zijn weggelaten. Het bestand op .json heeft ook de sleutels, voor een andere dienst.</source>
        <translation>What is empty, zero or “no” is left out. Names of others are left out. The .json file has the keys too, for another service.</translation>
    </message>
    <message>
        <source>nummer {key}</source>
        <translation>number {key}</translation>
    </message>
    <message>
        <source>Vernietigingslijst {number}</source>
        <translation>Destruction list {number}</translation>
    </message>
    <message>
        <source>voorbij de bewaartermijn op {day}</source>
        <translation>past the retention term on {day}</translation>
    </message>
    <message>
        <source>Vernietigingslijst: bewaartermijnen {number}</source>
        <translation>Destruction list: retention {number}</translation>
    </message>
    <message>
        <source>{name}, op {moment}</source>
        <translation>{name}, on {moment}</translation>
    </message>
    <message>
        <source>nog niet</source>
        <translation>not yet</translation>
    </message>
    <message>
        <source>Goedgekeurd door</source>
        <translation>Approved by</translation>
    </message>
    <message>
        <source>Rijen</source>
        <translation>Rows</translation>
    </message>
    <message>
        <source>Gegeven</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Waarde</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>Uit deze rijen verdween wat naar een persoon wees. Sleutels, dagen, dorpen, kilometers en bedragen blijven, voor de cijfers en de boekhouding. Het spoor houdt bij dat dit gebeurde.</source>
        <translation>What pointed to a person is gone from these rows. Keys, days, villages, kilometres and amounts stay, for the figures and the accounts. The trace keeps that this was done.</translation>
    </message>
    <message>
        <source>Wie het vroeg</source>
        <translation>Who asked</translation>
    </message>
    <message>
        <source>Wie het goedkeurde</source>
        <translation>Who approved</translation>
    </message>
    <message>
        <source>Wat gewist is</source>
        <translation>What was erased</translation>
    </message>
    <message>
        <source>Dossier van {name}</source>
        <translation>File of {name}</translation>
    </message>
    <message>
        <source>Geef een aanmeldnaam zonder spaties.</source>
        <translation>Give a sign-in name without spaces.</translation>
    </message>
    <message>
        <source>Deze aanmeldnaam bestaat al. Kies een andere.</source>
        <translation>This sign-in name exists already. Choose another.</translation>
    </message>
    <message>
        <source>Aangemeld: {name}</source>
        <translation>Signed in: {name}</translation>
    </message>
    <message>
        <source>Deze account bestaat niet meer. Herlaad de lijst.</source>
        <translation>This account doesn&apos;t exist any more. Reload the list.</translation>
    </message>
    <message>
        <source>Kies minstens één rol.</source>
        <translation>Choose at least one role.</translation>
    </message>
    <message>
        <source>Er moet minstens één beheerder zijn die zich kan aanmelden.</source>
        <translation>There must be at least one administrator who can sign in.</translation>
    </message>
    <message>
        <source>&amp;Aanmeldnaam</source>
        <translation>Sign-in &amp;name</translation>
    </message>
    <message>
        <source>&amp;Naam</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Minstens tien tekens; een korte zin is goed.</source>
        <translation>At least ten characters; a short sentence is fine.</translation>
    </message>
    <message>
        <source>&amp;Wachtwoord</source>
        <translation>&amp;Password</translation>
    </message>
    <message>
        <source>Mag</source>
        <translation>May</translation>
    </message>
    <message>
        <source>Nieuwe account</source>
        <translation>New account</translation>
    </message>
    <message>
        <source>Account &amp;opslaan</source>
        <translation>&amp;Save account</translation>
    </message>
    <message>
        <source>Nieuw &amp;wachtwoord</source>
        <translation>New &amp;password</translation>
    </message>
    <message>
        <source>Wachtwoord &amp;wijzigen</source>
        <translation>Change &amp;password</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>Account &amp;toevoegen…</source>
        <translation>&amp;Add account…</translation>
    </message>
    <message>
        <source>&amp;Wijzigen…</source>
        <translation>&amp;Change…</translation>
    </message>
    <message>
        <source>Wa&amp;chtwoord…</source>
        <translation>Pass&amp;word…</translation>
    </message>
    <message>
        <source>Aan of &amp;uit</source>
        <translation>On or &amp;off</translation>
    </message>
    <message>
        <source>&amp;Herstelcode…</source>
        <translation>&amp;Rescue code…</translation>
    </message>
    <message>
        <source>Zonder aanmelden: er zijn geen accounts, dus wie aan deze pc zit, mag alles. Het spoor noemt de naam waarmee de pc aangemeld is. Na een eerste account, van een beheerder, meldt iedereen zich aan.</source>
        <translation>Without signing in: there are no accounts, so whoever sits at this pc may do everything. The trace names who the pc itself is signed in as. After a first account, an administrator&apos;s, everybody signs in.</translation>
    </message>
    <message>
        <source>Aanmelden wordt gevraagd vanaf de volgende start. Maak eerst ieders account.</source>
        <translation>Signing in is asked for from the next start on. First make everybody&apos;s account.</translation>
    </message>
    <message>
        <source>Aangemeld als {name}. Ctrl+Alt+L vergrendelt het venster.</source>
        <translation>Signed in as {name}. Ctrl+Alt+L locks the window.</translation>
    </message>
    <message>
        <source>Blad met de herstelcode opslaan</source>
        <translation>Save the paper with the rescue code</translation>
    </message>
    <message>
        <source>herstelcode.pdf</source>
        <translation>rescue-code.pdf</translation>
    </message>
    <message>
        <source>Nieuwe herstelcode</source>
        <translation>New rescue code</translation>
    </message>
    <message>
        <source>Druk {path} nu af, bewaar het blad achter slot en verwijder het bestand.</source>
        <translation>Print {path} now, keep the paper locked away and remove the file.</translation>
    </message>
    <message>
        <source>Account aangezet</source>
        <translation>Account switched on</translation>
    </message>
    <message>
        <source>het dagelijkse werk: leden, ritten, maaltijden, activiteiten</source>
        <translation>the day&apos;s work: members, rides, meals, activities</translation>
    </message>
    <message>
        <source>ook lidgelden, dienstroosters, afrekeningen en cijfers</source>
        <translation>also fees, duty rosters, settlements and figures</translation>
    </message>
    <message>
        <source>ook tarieven, instellingen, publicaties, inlezen en het spoor</source>
        <translation>also tariffs, settings, publications, imports and the trace</translation>
    </message>
    <message>
        <source>accounts en het spoor, geen leden of ritten</source>
        <translation>accounts and the trace, no members or rides</translation>
    </message>
    <message>
        <source>Aanmeldnaam</source>
        <translation>Sign-in name</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rollen</source>
        <translation>Roles</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>uit</source>
        <translation>off</translation>
    </message>
    <message>
        <source>wacht tot {time}</source>
        <translation>waits until {time}</translation>
    </message>
    <message>
        <source>aan</source>
        <translation>on</translation>
    </message>
    <message>
        <source>Kies een wachtwoord van minstens {count} tekens; een korte zin is goed.</source>
        <translation>Choose a password of at least {count} characters; a short sentence is fine.</translation>
    </message>
    <message>
        <source>Kies een wachtwoord zonder de aanmeldnaam erin.</source>
        <translation>Choose a password without the sign-in name in it.</translation>
    </message>
    <message>
        <source>Deze persoon bestaat niet meer. Herlaad de lijst.</source>
        <translation>This person doesn&apos;t exist any more. Reload the list.</translation>
    </message>
    <message>
        <source>Schrijf waarom: de vraag van wie, of welke bewaartermijn.</source>
        <translation>Write why: whose request, or which retention period.</translation>
    </message>
    <message>
        <source>Het wissen van deze persoon is al gevraagd.</source>
        <translation>Erasing this person has been asked already.</translation>
    </message>
    <message>
        <source>Deze persoon is nog {roles}. Laat dat eerst eindigen, dan eindigt mee wat gepland is.</source>
        <translation>This person still is {roles}. End that first: what is planned ends with it.</translation>
    </message>
    <message>
        <source>Dit is al gewist. Herlaad de lijst.</source>
        <translation>This is erased already. Reload the list.</translation>
    </message>
    <message>
        <source>Vier ogen: wie het vroeg, kan het niet goedkeuren. Laat het iemand anders doen.</source>
        <translation>Four eyes: whoever asked can&apos;t approve. Let somebody else do it.</translation>
    </message>
    <message>
        <source>na terugzetten</source>
        <translation>after a restore</translation>
    </message>
    <message>
        <source>Vul in wie u bent.</source>
        <translation>Fill in who you are.</translation>
    </message>
    <message>
        <source>(gewist)</source>
        <translation>(erased)</translation>
    </message>
    <message>
        <source>Gewist: persoon {key}</source>
        <translation>Erased: person {key}</translation>
    </message>
    <message>
        <source>Gewist: voorbij de bewaartermijn</source>
        <translation>Erased: past the retention term</translation>
    </message>
    <message>
        <source>Regels van het spoor</source>
        <translation>Entries of the trace</translation>
    </message>
    <message>
        <source>Andere teksten met de naam erin ({name})</source>
        <translation>Other texts with the name in them ({name})</translation>
    </message>
    <message>
        <source>Herstelcode geweigerd: {name}</source>
        <translation>Rescue code refused: {name}</translation>
    </message>
    <message>
        <source>Met deze code laat u een beheerder weer binnen als niemand van de beheerders zijn wachtwoord nog weet. Ze werkt één keer; daarna geeft het programma een nieuwe.</source>
        <translation>With this code you let an administrator in again when none of them knows their password any more. It works once; then the program gives another.</translation>
    </message>
    <message>
        <source>Druk dit blad af, bewaar het achter slot en verwijder het bestand.</source>
        <translation>Print this paper, keep it locked away and remove the file.</translation>
    </message>
    <message>
        <source>Sluit MMC Desk, open een opdrachtvenster en typ: mmc-desk rescue AANMELDNAAM</source>
        <translation>Close MMC Desk, open a command window and type: mmc-desk rescue NAME</translation>
    </message>
    <message>
        <source>Typ de code over (spaties en kleine letters mogen) en kies een nieuw wachtwoord.</source>
        <translation>Type the code (spaces and small letters are allowed) and choose a new password.</translation>
    </message>
    <message>
        <source>Noteer de nieuwe code die dan verschijnt op dit blad.</source>
        <translation>Note the new code that appears then on this paper.</translation>
    </message>
    <message>
        <source>Zo gaat het</source>
        <translation>How it goes</translation>
    </message>
    <message>
        <source>Herstelcode</source>
        <translation>Rescue code</translation>
    </message>
    <message>
        <source>Geheim: wie dit blad heeft, kan beheerder worden.</source>
        <translation>Secret: whoever has this paper can become administrator.</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Alles doorzoeken   {keys}</source>
        <translation>Search everything   {keys}</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>OEFENDATA – dit zijn geen echte gegevens. Alles mag geprobeerd worden.</source>
        <translation>OEFENDATA – these are practice data, not real ones. Anything may be tried.</translation>
    </message>
    <message>
        <source>Bezig…</source>
        <translation>Busy…</translation>
    </message>
    <message>
        <source>MMC Desk {version}

Databank: {where}

Vrije software, GPL 3 of later.</source>
        <translation>MMC Desk {version}

Database: {where}

Free software, GPL 3 or later.</translation>
    </message>
    <message>
        <source>Bewaard om {time}</source>
        <translation>Saved at {time}</translation>
    </message>
    <message>
        <source>Bestand</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Bewerken</source>
        <translation>Edit</translation>
    </message>
    <message>
        <source>Ga naar</source>
        <translation>Go to</translation>
    </message>
    <message>
        <source>Beeld</source>
        <translation>View</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Ongedaan maken</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Opnieuw</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>{verb}: {step}</source>
        <translation>{verb}: {step}</translation>
    </message>
    <message>
        <source>Nieuw</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Afdrukken…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>Bestanden inlezen…</source>
        <translation>Import files…</translation>
    </message>
    <message>
        <source>Instellingen…</source>
        <translation>Settings…</translation>
    </message>
    <message>
        <source>Afsluiten</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>Filteren op deze pagina</source>
        <translation>Filter on this page</translation>
    </message>
    <message>
        <source>Alles doorzoeken…</source>
        <translation>Search everything…</translation>
    </message>
    <message>
        <source>Volgend tabblad</source>
        <translation>Next tab</translation>
    </message>
    <message>
        <source>Vorig tabblad</source>
        <translation>Previous tab</translation>
    </message>
    <message>
        <source>Tekst groter</source>
        <translation>Larger text</translation>
    </message>
    <message>
        <source>Tekst kleiner</source>
        <translation>Smaller text</translation>
    </message>
    <message>
        <source>Tekst op 100 %</source>
        <translation>Text at 100 %</translation>
    </message>
    <message>
        <source>Kleuren van het systeem</source>
        <translation>Colours of the system</translation>
    </message>
    <message>
        <source>Lichte kleuren</source>
        <translation>Light colours</translation>
    </message>
    <message>
        <source>Donkere kleuren</source>
        <translation>Dark colours</translation>
    </message>
    <message>
        <source>Handleiding van deze pagina</source>
        <translation>Manual of this page</translation>
    </message>
    <message>
        <source>Over MMC Desk</source>
        <translation>About MMC Desk</translation>
    </message>
    <message>
        <source>Onderdelen</source>
        <translation>Sections</translation>
    </message>
</context>
<context>
    <name>yearly</name>
    <message>
        <source>{name}: voor het archief moet de bestandsnaam eindigen op .pdf.</source>
        <translation>{name}: for the archive the file name must end in .pdf.</translation>
    </message>
    <message>
        <source>Evaluatie {year} bewaard in {path}.</source>
        <translation>Evaluation {year} saved in {path}.</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx, .csv of .json.</source>
        <translation>{name}: choose a file name that ends in .pdf, .xlsx, .csv or .json.</translation>
    </message>
    <message>
        <source>{path} bewaard, maar deze databank weet niets van {year}.</source>
        <translation>{path} saved, but this database knows nothing of {year}.</translation>
    </message>
    <message>
        <source>Jaarcijfers {year} bewaard in {path}.</source>
        <translation>Yearly figures {year} saved in {path}.</translation>
    </message>
    <message>
        <source>Open data {year}: {count} bestanden bewaard in {path}.</source>
        <translation>Open data {year}: {count} files saved in {path}.</translation>
    </message>
    <message>
        <source>{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx of .csv.</source>
        <translation>{name}: choose a file name that ends in .pdf, .xlsx or .csv.</translation>
    </message>
    <message>
        <source>Bewaard in {path}.</source>
        <translation>Saved in {path}.</translation>
    </message>
    <message>
        <source>het jaar, bijvoorbeeld 2019</source>
        <translation>the year, for instance 2019</translation>
    </message>
    <message>
        <source>waarheen: een bestandsnaam op .pdf, .xlsx, .csv of .json</source>
        <translation>where to: a file name in .pdf, .xlsx, .csv or .json</translation>
    </message>
    <message>
        <source>NUMMER</source>
        <translation>NUMBER</translation>
    </message>
    <message>
        <source>zoals het gepubliceerd werd: 1 is de eerste publicatie van dat jaar</source>
        <translation>as it was published: 1 is the first publication of that year</translation>
    </message>
    <message>
        <source>met de namen van de chauffeurs; anders krijgt elk een nummer</source>
        <translation>with the drivers&apos; names; otherwise each gets a number</translation>
    </message>
    <message>
        <source>als PDF/UA en PDF/A, voor het archief (vraagt de uitbreiding “archive”)</source>
        <translation>as PDF/UA and PDF/A, for the archive (needs the extra “archive”)</translation>
    </message>
    <message>
        <source>waarheen: een map, of een bestand op .zip</source>
        <translation>where to: a folder, or a file ending in .zip</translation>
    </message>
    <message>
        <source>enkel wie dat jaar een jubileum viert</source>
        <translation>only who celebrates a jubilee that year</translation>
    </message>
    <message>
        <source>de lijst, naar .pdf, .xlsx of .csv</source>
        <translation>the list, to .pdf, .xlsx or .csv</translation>
    </message>
    <message>
        <source>bedankbrieven, naar dit PDF-bestand</source>
        <translation>letters of thanks, to this PDF file</translation>
    </message>
    <message>
        <source>etiketten, naar dit PDF-bestand</source>
        <translation>labels, to this PDF file</translation>
    </message>
    <message>
        <source>Jaarcijfers</source>
        <translation>Yearly figures</translation>
    </message>
    <message>
        <source>de jaarcijfers, met vorig jaar ernaast</source>
        <translation>the yearly figures, with last year beside them</translation>
    </message>
    <message>
        <source>het evaluatie-addendum van een jaar: cijfers, grafieken en tekst per dienst</source>
        <translation>the evaluation addendum of a year: figures, charts and text per service</translation>
    </message>
    <message>
        <source>de vrijwilligers van een jaar met wat ze deden: lijst, brieven, etiketten</source>
        <translation>the volunteers of a year with what they did: list, letters, labels</translation>
    </message>
    <message>
        <source>aantallen zonder personen, om te publiceren: CSV met een gegevenswoordenboek</source>
        <translation>counts without persons, to publish: CSV with a data dictionary</translation>
    </message>
    <message>
        <source>Uitsplitsing</source>
        <translation>Breakdown</translation>
    </message>
    <message>
        <source>Getal in de grafiek</source>
        <translation>Number in the chart</translation>
    </message>
    <message>
        <source>Het gekozen cijfer over de jaren</source>
        <translation>The chosen figure over the years</translation>
    </message>
    <message>
        <source>Vul in wie deze cijfers publiceert.</source>
        <translation>Fill in who publishes these figures.</translation>
    </message>
    <message>
        <source>Van {year} is nog niets gekend. Kies een ander jaar.</source>
        <translation>Nothing is known of {year} yet. Choose another year.</translation>
    </message>
    <message>
        <source>Jaarcijfers {year}</source>
        <translation>Yearly figures {year}</translation>
    </message>
    <message>
        <source>volgt uit een ingegeven totaal</source>
        <translation>follows from an entered total</translation>
    </message>
    <message>
        <source>Vul de reden in.</source>
        <translation>Fill in the reason.</translation>
    </message>
    <message>
        <source>Vul in wie dit noteert.</source>
        <translation>Fill in who notes this.</translation>
    </message>
    <message>
        <source>Dit cijfer is niet gepubliceerd. Publiceer eerst het jaar.</source>
        <translation>This figure isn’t published. Publish the year first.</translation>
    </message>
    <message>
        <source>niets: één getal voor alles samen</source>
        <translation>nothing: one number for all together</translation>
    </message>
    <message>
        <source>&amp;Jaar</source>
        <translation>&amp;Year</translation>
    </message>
    <message>
        <source>&amp;Cijfer</source>
        <translation>&amp;Figure</translation>
    </message>
    <message>
        <source>&amp;Soort</source>
        <translation>&amp;Kind</translation>
    </message>
    <message>
        <source>&amp;Doel</source>
        <translation>&amp;Target</translation>
    </message>
    <message>
        <source>&amp;Voor</source>
        <translation>&amp;For</translation>
    </message>
    <message>
        <source>Eén activiteit per maand in elk dorpsrestaurant: 1, elke maand, maal Dorpsrestaurants.</source>
        <translation>One activity a month in each village restaurant: 1, every month, times Village restaurants.</translation>
    </message>
    <message>
        <source>&amp;Maal</source>
        <translation>&amp;Times</translation>
    </message>
    <message>
        <source>&amp;Opmerking</source>
        <translation>&amp;Remark</translation>
    </message>
    <message>
        <source>Doel wijzigen</source>
        <translation>Change goal</translation>
    </message>
    <message>
        <source>Nieuw doel</source>
        <translation>New goal</translation>
    </message>
    <message>
        <source>Doel op&amp;slaan</source>
        <translation>&amp;Save goal</translation>
    </message>
    <message>
        <source>Vul het jaar in.</source>
        <translation>Fill in the year.</translation>
    </message>
    <message>
        <source>Vul het doel in.</source>
        <translation>Fill in the target.</translation>
    </message>
    <message>
        <source>Doelen</source>
        <translation>Goals</translation>
    </message>
    <message>
        <source>&amp;Nieuw doel</source>
        <translation>&amp;New goal</translation>
    </message>
    <message>
        <source>&amp;Wijzigen</source>
        <translation>&amp;Change</translation>
    </message>
    <message>
        <source>&amp;Verwijderen</source>
        <translation>&amp;Remove</translation>
    </message>
    <message>
        <source>Nog geen doelen voor {year}. Een doel staat op een jaarcijfer: 10 nieuwe chauffeurs, een negende locatie, één activiteit per maand en locatie.</source>
        <translation>No goals for {year} yet. A goal is set on a yearly figure: 10 new drivers, a ninth location, one activity per month and location.</translation>
    </message>
    <message>
        <source>Doelen {year}</source>
        <translation>Goals {year}</translation>
    </message>
    <message>
        <source>Doel bewaard</source>
        <translation>Goal saved</translation>
    </message>
    <message>
        <source>Doel verwijderd</source>
        <translation>Goal removed</translation>
    </message>
    <message>
        <source>minstens</source>
        <translation>at least</translation>
    </message>
    <message>
        <source>hoogstens</source>
        <translation>at most</translation>
    </message>
    <message>
        <source>het hele jaar</source>
        <translation>the whole year</translation>
    </message>
    <message>
        <source>elke maand</source>
        <translation>every month</translation>
    </message>
    <message>
        <source>Cijfer</source>
        <translation>Figure</translation>
    </message>
    <message>
        <source>{year} min {before}</source>
        <translation>{year} minus {before}</translation>
    </message>
    <message>
        <source>Doel</source>
        <translation>Target</translation>
    </message>
    <message>
        <source>Nu</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Bereikt</source>
        <translation>Reached</translation>
    </message>
    <message>
        <source>Nog per maand</source>
        <translation>Still per month</translation>
    </message>
    <message>
        <source>Schatting</source>
        <translation>Estimate</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>Standing</translation>
    </message>
    <message>
        <source>Verschil</source>
        <translation>Difference</translation>
    </message>
    <message>
        <source>Totaal</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Ritten {year}</source>
        <translation>Rides {year}</translation>
    </message>
    <message>
        <source>&amp;Waarde</source>
        <translation>&amp;Value</translation>
    </message>
    <message>
        <source>Waar het totaal te vinden is, zoals Jaarverslag 2018.</source>
        <translation>Where the total is to be found, such as Yearly report 2018.</translation>
    </message>
    <message>
        <source>&amp;Bron</source>
        <translation>&amp;Source</translation>
    </message>
    <message>
        <source>Totaal wijzigen</source>
        <translation>Change total</translation>
    </message>
    <message>
        <source>Nieuw totaal</source>
        <translation>New total</translation>
    </message>
    <message>
        <source>Totaal op&amp;slaan</source>
        <translation>&amp;Save total</translation>
    </message>
    <message>
        <source>Vul de waarde in.</source>
        <translation>Fill in the value.</translation>
    </message>
    <message>
        <source>Totalen van jaren voor dit programma, zoals 271 leden in 2018: typ ze in, of importeer een Excel met de kolommen jaar, cijfer, waarde en bron.</source>
        <translation>Totals of years before this program, such as 271 members in 2018: type them in, or import an Excel file with the columns jaar, cijfer, waarde and bron.</translation>
    </message>
    <message>
        <source>Ingegeven totalen</source>
        <translation>Entered totals</translation>
    </message>
    <message>
        <source>&amp;Nieuw totaal</source>
        <translation>&amp;New total</translation>
    </message>
    <message>
        <source>Im&amp;porteren…</source>
        <translation>Im&amp;port…</translation>
    </message>
    <message>
        <source>Deze databank telt zelf {value}: dat cijfer geldt, het ingegeven totaal staat er als opmerking bij.</source>
        <translation>This database itself counts {value}: that figure holds, the entered total is a remark beside it.</translation>
    </message>
    <message>
        <source>Deze databank kan dit niet tellen: het ingegeven totaal geldt, met * en de bron erbij.</source>
        <translation>This database can’t count this: the entered total holds, with * and its source.</translation>
    </message>
    <message>
        <source>Totaal bewaard</source>
        <translation>Total saved</translation>
    </message>
    <message>
        <source>Totaal verwijderd</source>
        <translation>Total removed</translation>
    </message>
    <message>
        <source>Ingegeven</source>
        <translation>Entered</translation>
    </message>
    <message>
        <source>Geteld</source>
        <translation>Counted</translation>
    </message>
    <message>
        <source>Bron</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Opmerking</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>Eenheid</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Wat dit cijfer telt</source>
        <translation>What this figure counts</translation>
    </message>
    <message>
        <source>Een lege cel: deze databank weet het niet.</source>
        <translation>An empty cell: this database doesn’t know.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde deze tekst intussen. Sluit het venster en kijk eerst na.</source>
        <translation>Somebody else changed this text meanwhile. Close the window and look first.</translation>
    </message>
    <message>
        <source>{title} in {year}</source>
        <translation>{title} in {year}</translation>
    </message>
    <message>
        <source>Jaartotalen</source>
        <translation>Yearly totals</translation>
    </message>
    <message>
        <source>Vul in waar dit totaal vandaan komt, zoals Jaarverslag 2018.</source>
        <translation>Fill in where this total comes from, such as Yearly report 2018.</translation>
    </message>
    <message>
        <source>Van {year} is dit totaal al ingegeven. Wijzig dat.</source>
        <translation>This total of {year} was entered already. Change that one.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde dit totaal intussen. Sluit het venster en kijk eerst na.</source>
        <translation>Somebody else changed this total meanwhile. Close the window and look first.</translation>
    </message>
    <message>
        <source>op {day} gepubliceerd als {published}, nu {value}: {reasons}</source>
        <translation>published on {day} as {published}, now {value}: {reasons}</translation>
    </message>
    <message>
        <source>ingegeven totaal, bron: {source}</source>
        <translation>entered total, source: {source}</translation>
    </message>
    <message>
        <source>ingegeven totaal {entered} (bron: {source}), deze databank telt {value}</source>
        <translation>entered total {entered} (source: {source}), this database counts {value}</translation>
    </message>
    <message>
        <source>– = deze databank weet het niet. * = zie de opmerking bij het cijfer.</source>
        <translation>– = this database doesn’t know. * = see the remark at the figure.</translation>
    </message>
    <message>
        <source>Met {previous} ernaast.</source>
        <translation>With {previous} beside it.</translation>
    </message>
    <message>
        <source>Publicatie {number} van {day}, door {by}.</source>
        <translation>Publication {number} of {day}, by {by}.</translation>
    </message>
    <message>
        <source>Van {year} is geen publicatie {number}. Kijk de lijst van publicaties na.</source>
        <translation>There is no publication {number} of {year}. Look in the list of publications.</translation>
    </message>
    <message>
        <source>deze databank kent het cijfer niet meer</source>
        <translation>this database no longer knows the figure</translation>
    </message>
    <message>
        <source>na publicatie bekend geworden</source>
        <translation>became known after publication</translation>
    </message>
    <message>
        <source>gepubliceerd als ingegeven totaal, nu geteld</source>
        <translation>published as an entered total, counted now</translation>
    </message>
    <message>
        <source>na publicatie gewijzigd, en anders omschreven</source>
        <translation>changed after publication, and defined otherwise</translation>
    </message>
    <message>
        <source>na publicatie gewijzigd</source>
        <translation>changed after publication</translation>
    </message>
    <message>
        <source>Schatting naar de maanden van {last}: toen was op deze dag {share} % van het jaartotaal bereikt. Een ander jaar kan anders lopen, en wat nog niet ingevoerd is, telt niet mee.</source>
        <translation>Estimate by the months of {last}: {share} % of the year’s total was reached on this day then. Another year may go otherwise, and what isn’t entered yet doesn’t count.</translation>
    </message>
    <message>
        <source>Schatting in een rechte lijn: {share} % van het jaar is voorbij. Vakanties en drukke maanden telt ze niet, en wat nog niet ingevoerd is evenmin.</source>
        <translation>Estimate in a straight line: {share} % of the year is over. It doesn’t count holidays and busy months, nor what isn’t entered yet.</translation>
    </message>
    <message>
        <source>Nog geen schatting: die komt er vanaf 1 maart {year}.</source>
        <translation>No estimate yet: there is one from 1 March {year} on.</translation>
    </message>
    <message>
        <source>Geen schatting: dit cijfer is een stand van zaken, het groeit niet elke maand even snel.</source>
        <translation>No estimate: this figure is a state of affairs, it doesn’t grow alike every month.</translation>
    </message>
    <message>
        <source>{year} is voorbij.</source>
        <translation>{year} is over.</translation>
    </message>
    <message>
        <source>Van {year} is dit cijfer nog niet gekend.</source>
        <translation>This figure of {year} isn’t known yet.</translation>
    </message>
    <message>
        <source>gehaald</source>
        <translation>reached</translation>
    </message>
    <message>
        <source>op schema</source>
        <translation>on track</translation>
    </message>
    <message>
        <source>dreigt te veel</source>
        <translation>heading for too much</translation>
    </message>
    <message>
        <source>loopt achter</source>
        <translation>behind</translation>
    </message>
    <message>
        <source>overschreden</source>
        <translation>exceeded</translation>
    </message>
    <message>
        <source>niet gehaald</source>
        <translation>missed</translation>
    </message>
    <message>
        <source>lopend</source>
        <translation>under way</translation>
    </message>
    <message>
        <source>Voor {year} werden {count} doelen gesteld: {counted}.</source>
        <translation>For {year} {count} goals were set: {counted}.</translation>
    </message>
    <message>
        <source>Voor {year} werd één doel gesteld: {counted}.</source>
        <translation>For {year} one goal was set: {counted}.</translation>
    </message>
    <message>
        <source>Kies een jaar van {first} tot {last}.</source>
        <translation>Choose a year from {first} to {last}.</translation>
    </message>
    <message>
        <source>Kies een cijfer uit de lijst.</source>
        <translation>Choose a figure from the list.</translation>
    </message>
    <message>
        <source>{title} is een stand van zaken: daarvoor geldt een doel voor het hele jaar.</source>
        <translation>{title} is a state of affairs: its goal is one for the whole year.</translation>
    </message>
    <message>
        <source>Kies een ander cijfer: een doel kan niet per zichzelf gelden.</source>
        <translation>Choose another figure: a goal can’t be set per itself.</translation>
    </message>
    <message>
        <source>Dit cijfer is niet gekend. Kies er een uit de lijst van de jaarcijfers.</source>
        <translation>This figure isn’t known. Choose one from the list of yearly figures.</translation>
    </message>
    <message>
        <source>{title} volgt vanzelf uit een ander cijfer. Geef dat in.</source>
        <translation>{title} follows from another figure by itself. Enter that one.</translation>
    </message>
    <message>
        <source>Typ een getal vanaf 0.</source>
        <translation>Type a number from 0 on.</translation>
    </message>
    <message>
        <source>Voor {title} in {year} is er al een doel. Wijzig dat.</source>
        <translation>There is a goal for {title} in {year} already. Change that one.</translation>
    </message>
    <message>
        <source>Kies een cijfer uit de lijst, of niets.</source>
        <translation>Choose a figure from the list, or nothing.</translation>
    </message>
    <message>
        <source>Iemand anders wijzigde dit doel intussen. Sluit het venster en kijk eerst na.</source>
        <translation>Somebody else changed this goal meanwhile. Close the window and look first.</translation>
    </message>
    <message>
        <source>Open data opslaan…</source>
        <translation>Save open data…</translation>
    </message>
    <message>
        <source>Een .zip met CSV-bestanden en een gegevenswoordenboek (Ctrl+S)</source>
        <translation>A .zip of CSV files and a data dictionary (Ctrl+S)</translation>
    </message>
    <message>
        <source>Tabellen</source>
        <translation>Tables</translation>
    </message>
    <message>
        <source>Rijen van deze tabel</source>
        <translation>Rows of this table</translation>
    </message>
    <message>
        <source>Aantallen zonder personen. Wat onder {least} ligt, of minder dan {least} personen achter zich heeft, staat er niet in, en ook niet wat het zou verraden.</source>
        <translation>Counts without persons. What is under {least}, or has fewer than {least} persons behind it, is left out, and so is what would give it away.</translation>
    </message>
    <message>
        <source>Van {year} is te weinig gekend om iets te publiceren. Kies een ander jaar.</source>
        <translation>Too little is known of {year} to publish anything. Choose another year.</translation>
    </message>
    <message>
        <source>Open data opslaan</source>
        <translation>Save open data</translation>
    </message>
    <message>
        <source>Bewaard als {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>Tabel</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Aantallen</source>
        <translation>Counts</translation>
    </message>
    <message>
        <source>Onderdrukt</source>
        <translation>Suppressed</translation>
    </message>
    <message>
        <source>Aantal</source>
        <translation>Count</translation>
    </message>
    <message>
        <source>onderdrukt</source>
        <translation>suppressed</translation>
    </message>
    <message>
        <source>De map {folder} kan niet gemaakt worden. Kies een andere plaats.</source>
        <translation>The folder {folder} can&apos;t be made. Choose another place.</translation>
    </message>
    <message>
        <source>Nog niets gepubliceerd. Publiceer de cijfers van een jaar als u ze indient: ze blijven dan zoals ze waren, en wat later verandert, staat ernaast.</source>
        <translation>Nothing published yet. Publish the figures of a year when you hand them in: they stay as they were, and what changes later is shown beside them.</translation>
    </message>
    <message>
        <source>Cijfers publiceren</source>
        <translation>Publish figures</translation>
    </message>
    <message>
        <source>Publicaties</source>
        <translation>Publications</translation>
    </message>
    <message>
        <source>Gepubliceerde cijfers</source>
        <translation>Published figures</translation>
    </message>
    <message>
        <source>Cijfers &amp;publiceren…</source>
        <translation>&amp;Publish figures…</translation>
    </message>
    <message>
        <source>&amp;Reden noteren…</source>
        <translation>Note a &amp;reason…</translation>
    </message>
    <message>
        <source>&amp;Afdrukken…</source>
        <translation>&amp;Print…</translation>
    </message>
    <message>
        <source>{count} cijfers intussen gewijzigd</source>
        <translation>{count} figures changed meanwhile</translation>
    </message>
    <message>
        <source>alle cijfers zijn nog dezelfde</source>
        <translation>all figures are still the same</translation>
    </message>
    <message>
        <source>Cijfers gepubliceerd</source>
        <translation>Figures published</translation>
    </message>
    <message>
        <source>Reden genoteerd</source>
        <translation>Reason noted</translation>
    </message>
    <message>
        <source>Jaarcijfers {year}, publicatie {number}</source>
        <translation>Yearly figures {year}, publication {number}</translation>
    </message>
    <message>
        <source>Jaar</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>Nr.</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>Op</source>
        <translation>On</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>By</translation>
    </message>
    <message>
        <source>Waarvoor</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Gepubliceerd</source>
        <translation>Published</translation>
    </message>
    <message>
        <source>Waarom anders</source>
        <translation>Why different</translation>
    </message>
    <message>
        <source>&amp;Door</source>
        <translation>&amp;By</translation>
    </message>
    <message>
        <source>Alle cijfers en uitsplitsingen van dat jaar blijven bewaard zoals ze nu zijn. Verandert er later een, dan ziet u beide. Dit kan niet ongedaan gemaakt worden; opnieuw publiceren kan wel.</source>
        <translation>All figures and breakdowns of that year are kept as they are now. When one changes later, you see both. This can’t be undone; publishing again can.</translation>
    </message>
    <message>
        <source>&amp;Waarvoor</source>
        <translation>&amp;What for</translation>
    </message>
    <message>
        <source>Cijfers &amp;publiceren</source>
        <translation>&amp;Publish figures</translation>
    </message>
    <message>
        <source>{title}: {published} op {day}, nu {value}</source>
        <translation>{title}: {published} on {day}, now {value}</translation>
    </message>
    <message>
        <source>Staat voortaan naast beide cijfers, op scherm en papier. Wordt nooit gewist.</source>
        <translation>Stands beside both figures from now on, on screen and paper. Is never erased.</translation>
    </message>
    <message>
        <source>&amp;Reden</source>
        <translation>&amp;Reason</translation>
    </message>
    <message>
        <source>Reden noteren</source>
        <translation>Note a reason</translation>
    </message>
    <message>
        <source>Reden op&amp;slaan</source>
        <translation>&amp;Save reason</translation>
    </message>
    <message>
        <source>hoogstens {target}</source>
        <translation>at most {target}</translation>
    </message>
    <message>
        <source>minstens {target}</source>
        <translation>at least {target}</translation>
    </message>
    <message>
        <source>{target} per maand</source>
        <translation>{target} a month</translation>
    </message>
    <message>
        <source>maal {figure}</source>
        <translation>times {figure}</translation>
    </message>
    <message>
        <source>Bezig…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>&amp;Exporteren… (Ctrl+S)</source>
        <translation>&amp;Export… (Ctrl+S)</translation>
    </message>
    <message>
        <source>&amp;Openen (Enter)</source>
        <translation>&amp;Open (Enter)</translation>
    </message>
    <message>
        <source>Sluiten</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Vorige bladzijde (Alt+Links)</source>
        <translation>Previous page (Alt+Left)</translation>
    </message>
    <message>
        <source>Volgende bladzijde (Alt+Rechts)</source>
        <translation>Next page (Alt+Right)</translation>
    </message>
    <message>
        <source>{first} – {last} van {size}</source>
        <translation>{first} – {last} of {size}</translation>
    </message>
    <message>
        <source>Regels exporteren</source>
        <translation>Export records</translation>
    </message>
    <message>
        <source>&amp;Naast</source>
        <translation>&amp;Next to it</translation>
    </message>
    <message>
        <source>Welke jaren ernaast staan (Alt+N)</source>
        <translation>Which years stand beside it (Alt+N)</translation>
    </message>
    <message>
        <source>geen ander jaar</source>
        <translation>no other year</translation>
    </message>
    <message>
        <source>Jaren ernaast: {years}</source>
        <translation>Years beside it: {years}</translation>
    </message>
    <message>
        <source>Enkel het jaar ervoor</source>
        <translation>Only the year before</translation>
    </message>
    <message>
        <source>1 regel</source>
        <translation>1 record</translation>
    </message>
    <message>
        <source>{count} regels</source>
        <translation>{count} records</translation>
    </message>
    <message>
        <source>{size}, samen {value} ({column})</source>
        <translation>{size}, together {value} ({column})</translation>
    </message>
    <message>
        <source>{size}, gemiddeld {value} ({column})</source>
        <translation>{size}, on average {value} ({column})</translation>
    </message>
    <message>
        <source>{size}, {column} in % van {of}: {value}</source>
        <translation>{size}, {column} in % of {of}: {value}</translation>
    </message>
    <message>
        <source>Totaal ({count})</source>
        <translation>Total ({count})</translation>
    </message>
    <message>
        <source>Filteren op naam of reden (Ctrl+F)</source>
        <translation>Filter by name or reason (Ctrl+F)</translation>
    </message>
    <message>
        <source>Filteren</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Opvallend</source>
        <translation>Stands out</translation>
    </message>
    <message>
        <source>Er valt niets op. Wie stopt, veel afzegt of heel veel rijdt, verschijnt hier.</source>
        <translation>Nothing stands out. Who stops, cancels much or drives very much appears here.</translation>
    </message>
    <message>
        <source>{count} om te bellen</source>
        <translation>{count} to call</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Waarom</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>De cijfers van dit jaar bewaren zoals ze ingediend worden ({keys})</source>
        <translation>Keep the figures of this year as they are handed in ({keys})</translation>
    </message>
    <message>
        <source>P&amp;ubliceren…</source>
        <translation>P&amp;ublish…</translation>
    </message>
    <message>
        <source>Elke schatting is een regel van drie, geen voorspelling.</source>
        <translation>Every estimate is a rule of three, no forecast.</translation>
    </message>
    <message>
        <source>Bereikt (%)</source>
        <translation>Reached (%)</translation>
    </message>
    <message>
        <source>Soort doel</source>
        <translation>Kind of goal</translation>
    </message>
    <message>
        <source>&amp;Brieven…</source>
        <translation>&amp;Letters…</translation>
    </message>
    <message>
        <source>&amp;Etiketten…</source>
        <translation>La&amp;bels…</translation>
    </message>
    <message>
        <source>Vrijwilligers</source>
        <translation>Volunteers</translation>
    </message>
    <message>
        <source>Welke vrijwilligers</source>
        <translation>Which volunteers</translation>
    </message>
    <message>
        <source>Filteren op naam of taak (Ctrl+F)</source>
        <translation>Filter by name or task (Ctrl+F)</translation>
    </message>
    <message>
        <source>Alle vrijwilligers</source>
        <translation>All volunteers</translation>
    </message>
    <message>
        <source>Jubileum</source>
        <translation>Jubilee</translation>
    </message>
    <message>
        <source>Bijna jarig</source>
        <translation>Birthday soon</translation>
    </message>
    <message>
        <source>Sinds</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Jaren</source>
        <translation>Years</translation>
    </message>
    <message>
        <source>{years} jaar</source>
        <translation>{years} years</translation>
    </message>
    <message>
        <source>Jarig</source>
        <translation>Birthday</translation>
    </message>
    <message>
        <source>Ritten</source>
        <translation>Rides</translation>
    </message>
    <message>
        <source>Km</source>
        <translation>Km</translation>
    </message>
    <message>
        <source>Diensten</source>
        <translation>Duties</translation>
    </message>
    <message>
        <source>Uren</source>
        <translation>Hours</translation>
    </message>
</context>
</TS>
