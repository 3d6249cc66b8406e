"""What a person does with settlements and allowances: one function per deed, `(session, command)`."""

from mmc_desk.features.mileage.ops.allowances import (
    AllowancesProposed,
    choose_system,
    propose_allowances,
    record_allowance,
    remove_allowance,
)
from mmc_desk.features.mileage.ops.commands import (
    ChooseSystem,
    CorrectSettledRide,
    DropTransferFile,
    MakeTransferFile,
    MarkFilePaid,
    MarkPaid,
    ProposeAllowances,
    RecordAllowance,
    RemoveAllowance,
    SetPayer,
    SettleLate,
    SettleMonth,
    SignSettlement,
)
from mmc_desk.features.mileage.ops.correcting import (
    DifferencesSettled,
    correct_settled_ride,
    settle_rate_differences,
)
from mmc_desk.features.mileage.ops.paying import (
    TransferMade,
    drop_transfer_file,
    make_transfer_file,
    mark_file_paid,
    mark_paid,
    set_payer,
    sign_settlement,
)
from mmc_desk.features.mileage.ops.settling import Settled, settle_late, settle_month

__all__ = [
    "AllowancesProposed",
    "ChooseSystem",
    "CorrectSettledRide",
    "DifferencesSettled",
    "DropTransferFile",
    "MakeTransferFile",
    "MarkFilePaid",
    "MarkPaid",
    "ProposeAllowances",
    "RecordAllowance",
    "RemoveAllowance",
    "SetPayer",
    "SettleLate",
    "SettleMonth",
    "Settled",
    "SignSettlement",
    "TransferMade",
    "choose_system",
    "correct_settled_ride",
    "drop_transfer_file",
    "make_transfer_file",
    "mark_file_paid",
    "mark_paid",
    "propose_allowances",
    "record_allowance",
    "remove_allowance",
    "set_payer",
    "settle_late",
    "settle_month",
    "settle_rate_differences",
    "sign_settlement",
]
