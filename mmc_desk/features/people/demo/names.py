"""Invented names, streets and villages of the practice town: plausible in Limburg, of nobody in particular."""

LAST_NAMES = (
    *("Aerts", "Awouters", "Bamps", "Beerten", "Berden", "Bijnens", "Boesmans", "Bollen", "Briers", "Broux"),
    *("Claesen", "Colla", "Coenegrachts", "Cuypers", "Daniëls", "De Clercq", "Deferme", "Delwiche", "Dirkx"),
    *("Driesen", "Eerdekens", "Froidmont", "Geladé", "Gielen", "Grondelaers", "Haesen", "Hermans", "Jackers"),
    *("Jans", "Jorissen", "Kellens", "Knapen", "Lambrichts", "Lathouwers", "Lenaerts", "Loix", "Machiels"),
    *("Meesters", "Merken", "Moesen", "Nelissen", "Nijs", "Noben", "Nulens", "Odeurs", "Olaerts", "Opsteyn"),
    *("Peumans", "Philtjens", "Poesmans", "Raskin", "Renoël", "Reynders", "Roebben", "Schoefs", "Schouteden"),
    *("Sillen", "Smets", "Steegmans", "Swennen", "Theunissen", "Thijs", "Thoelen", "Timmermans", "Vaes"),
    *("Van den Bosch", "Vandersmissen", "Vanderhoydonck", "Vanspauwen", "Vrancken", "Wijnants", "Willems"),
)
WOMEN = (
    *("Agnes", "Alda", "Alice", "Anna", "Annie", "Berthe", "Christiane", "Clémence", "Denise", "Elisabeth"),
    *("Elza", "Francine", "Georgette", "Germaine", "Gerda", "Gilberte", "Godelieve", "Hilda", "Hélène", "Irma"),
    *("Jeannine", "José", "Josephine", "Julienne", "Lea", "Leonie", "Lisette", "Louisa", "Lutgarde", "Lydie"),
    *("Maria", "Mariette", "Marie-Thérèse", "Mathilde", "Monique", "Nelly", "Odette", "Paula", "Renée", "Rita"),
    *("Rosa", "Rosalie", "Simonne", "Suzanne", "Thérèse", "Virginie", "Yvonne", "Zoë"),
)
MEN = (
    *("Albert", "Alfons", "André", "Armand", "Arsène", "Constant", "Emiel", "Eugène", "Felix", "Firmin"),
    *("François", "Frans", "Gerard", "Ghislain", "Guillaume", "Gustaaf", "Henri", "Hubert", "Jacques", "Jan"),
    *("Jef", "Jozef", "Jules", "Lambert", "Leon", "Louis", "Lucien", "Marcel", "Mathieu", "Maurice"),
    *("Michel", "Noël", "Paul", "Pierre", "Raymond", "René", "Robert", "Roger", "Theo", "Willy"),
)
STREETS = (
    *("Abdijstraat", "Appelboomgaardstraat", "Beukenlaan", "Bloemendaalstraat", "Boomgaardstraat", "Broekstraat"),
    *("Dorpsstraat", "Eikenlaan", "Elzenstraat", "Hasseltsestraat", "Heesstraat", "Kapelstraat", "Kerkstraat"),
    *("Kloosterstraat", "Korenbloemstraat", "Lindestraat", "Maastrichterstraat", "Molenstraat", "Nieuwstraat"),
    *("Parkstraat", "Populierenlaan", "Schoolstraat", "Sint-Jozefstraat", "Spurkerweg", "Tongersestraat"),
    *("Veldstraat", "Waterstraat", "Wijngaardstraat", "Zandstraat", "Zonhoevestraat"),
)
VILLAGES = {
    "Bilzen": 30,
    "Munsterbilzen": 14,
    "Beverst": 9,
    "Eigenbilzen": 9,
    "Waltwilder": 6,
    "Schoonbeek": 6,
    "Mopertingen": 5,
    "Hees": 4,
    "Martenslinde": 4,
    "Rijkhoven": 4,
    "Rosmeer": 4,
    "Hoelbeek": 3,
    "Grote-Spouwen": 3,
    "Kleine-Spouwen": 2,
    "Merem": 2,
}
"""The villages of Bilzen with how many of a hundred members live there."""

HOESELT = {"Hoeselt": 12, "Romershoven": 2, "Schalkhoven": 2, "Sint-Huibrechts-Hern": 2, "Werm": 2}
"""What the town of Bilzen-Hoeselt has beside them since 01/01/2025."""

KIN = ("dochter", "zoon", "schoondochter", "zus", "broer", "buurvrouw", "nicht", "kleinzoon")
PROOFS = ("verhoogde tegemoetkoming", "aanslagbiljet", "pensioenstrook")
"""Kinds of proof of an income (domain.md §2); never the amount."""
