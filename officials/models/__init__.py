from officials.models.bodies import IssuingBody
from officials.models.careers import RetirementStep, RotationStep
from officials.models.law import (
    Norm,
    Post,
    PostStandard,
    PostValidity,
    QuotaNorm,
    Rank,
    RetirementAge,
    SourcedModel,
    Verification,
)
from officials.models.majors import MajorFit, major_key
from officials.models.modules import ModulePeriod
from officials.models.people import Absence, Committee, FamilyMember, Official, SalaryStep, Sex
from officials.models.personal_files import PersonalFile
from officials.models.postings import Appointment
from officials.models.proposals import NEXT_STATES, Proposal, ProposalPeriod
from officials.models.qualifications import Qualification, QualificationKind, StudyMode
from officials.models.reorganising import Reorganisation, SurplusStatus
from officials.models.theory import Benchmark, TheoryLink, split_codes
from officials.models.units import Area, Unit, UnitKind, UnitQuota, UnitSuccession

__all__ = [
    "NEXT_STATES",
    "Absence",
    "Appointment",
    "Area",
    "Benchmark",
    "Committee",
    "FamilyMember",
    "IssuingBody",
    "MajorFit",
    "ModulePeriod",
    "Norm",
    "Official",
    "PersonalFile",
    "Post",
    "PostStandard",
    "PostValidity",
    "Proposal",
    "ProposalPeriod",
    "Qualification",
    "QualificationKind",
    "QuotaNorm",
    "Rank",
    "Reorganisation",
    "RetirementAge",
    "RetirementStep",
    "RotationStep",
    "SalaryStep",
    "Sex",
    "SourcedModel",
    "StudyMode",
    "SurplusStatus",
    "TheoryLink",
    "Unit",
    "UnitKind",
    "UnitQuota",
    "UnitSuccession",
    "Verification",
    "major_key",
    "split_codes",
]
