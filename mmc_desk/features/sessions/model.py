"""LDC on Wheels: sessions, their themes and partners, who came, who asked for what (domain.md §5)."""

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.mail.model import MailedEvent


class SessionKind(StrEnum):
    """What an activity is for."""

    INFORMATIVE = "informative"
    RECREATIONAL = "recreational"
    EDUCATIONAL = "educational"
    SERVICE = "service"


class SessionState(StrEnum):
    """Where an activity stands. A missed one found no open noon in its month; a cancelled one was called off."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class WheelsPartner(Versioned, Base):
    """An association, care home, neighbour … `weekdays` holds Monday = 0 digits ("02"), none is any weekday."""

    __tablename__ = "wheels_partner"

    name: Mapped[ShortText] = mapped_column(unique=True)
    contact: Mapped[ShortText] = mapped_column(default="")
    phone: Mapped[ShortText] = mapped_column(default="")
    email: Mapped[ShortText] = mapped_column(default="")
    offer: Mapped[ShortText] = mapped_column(default="")
    weekdays: Mapped[ShortText] = mapped_column(default="")
    active_to: Mapped[date | None]
    note: Mapped[LongText] = mapped_column(default="")


class WheelsPartnerAbsence(Versioned, Base):
    """Days on which a partner can't come, both included."""

    __tablename__ = "wheels_partner_absence"
    __table_args__ = (CheckConstraint("from_day <= to_day", name="days"),)

    partner_id: Mapped[int] = mapped_column(ForeignKey("wheels_partner.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[ShortText] = mapped_column(default="")


class WheelsTheme(Versioned, Base):
    """What an activity is about. Only offered ones are proposed; `partner_id`: who brings it."""

    __tablename__ = "wheels_theme"

    name: Mapped[ShortText] = mapped_column(unique=True)
    kind: Mapped[SessionKind] = mapped_column(text_enum(SessionKind, "kind"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("wheels_partner.id"))
    is_offered: Mapped[bool] = mapped_column(default=True, server_default=true())
    note: Mapped[LongText] = mapped_column(default="")


class WheelsSession(Versioned, Base):
    """One activity after the meal at one location; `attendance` is None until it was held and counted.

    Without a theme it is still to be found. What is pinned no proposal moves; `moved_from` is the day whose meal
    closed, `reason` why it moved, was missed or cancelled.
    """

    __tablename__ = "wheels_session"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "session_date"),
        CheckConstraint("attendance >= 0", name="attendance"),
        CheckConstraint("attendance IS NULL OR state = 'held'", name="held"),
        CheckConstraint("first_timers BETWEEN 0 AND attendance", name="first_timers"),
        CheckConstraint("state IN ('planned', 'held') OR reason <> ''", name="reason"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("cost >= 0", name="cost"),
        Index("ix_wheels_session_session_date", "session_date"),
    )

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    session_date: Mapped[date]
    kind: Mapped[SessionKind] = mapped_column(text_enum(SessionKind, "kind"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("wheels_theme.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("wheels_partner.id"), index=True)
    volunteer_id: Mapped[int | None] = mapped_column(ForeignKey("volunteer.id"))
    speaker: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    material: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    state: Mapped[SessionState] = mapped_column(
        text_enum(SessionState, "state"), default=SessionState.PLANNED, server_default="planned"
    )
    reason: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    moved_from: Mapped[date | None]
    is_pinned: Mapped[bool] = mapped_column(default=False, server_default=false())
    cost: Mapped[Cents | None]
    expected: Mapped[int | None]
    attendance: Mapped[int | None]
    first_timers: Mapped[int | None]
    remarks: Mapped[LongText] = mapped_column(default="")


class WheelsAttendance(Versioned, Base):
    """Somebody who came, where the desk notes names: a person it knows, or a name alone."""

    __tablename__ = "wheels_attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint("(person_id IS NULL) = (name <> '')", name="who"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("wheels_session.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[ShortText] = mapped_column(default="")


class WheelsInterest(Versioned, Base):
    """What somebody would like to come for, in their own words."""

    __tablename__ = "wheels_interest"
    __table_args__ = (
        UniqueConstraint("person_id", "topic"),
        CheckConstraint("topic <> ''", name="topic"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[ShortText]
    noted_on: Mapped[date]


class WheelsSlot(Versioned, Base):
    """A moment by appointment during a service on location (social worker, hearing test); free without a name.

    Danger: what somebody comes for is health data (domain.md §6): there is no column for it.
    """

    __tablename__ = "wheels_slot"
    __table_args__ = (
        UniqueConstraint("session_id", "starts_at"),
        CheckConstraint("minutes BETWEEN 1 AND 240", name="minutes"),
        CheckConstraint("person_id IS NULL OR name = ''", name="who"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("wheels_session.id"))
    starts_at: Mapped[time]
    minutes: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[ShortText] = mapped_column(default="")


class MailedSession(MailedEvent):
    """A session as a partner's calendar has it."""

    __tablename__ = "mailed_session"
    __table_args__ = (UniqueConstraint("partner_id", "session_id"),)

    partner_id: Mapped[int] = mapped_column(ForeignKey("wheels_partner.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("wheels_session.id"))
