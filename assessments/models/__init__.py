from assessments.models.conduct import Award, AwardTitle, Discipline, DisciplineFormRule
from assessments.models.evaluation import Evaluation, EvaluationLevel, EvaluationRegime
from assessments.models.health import HealthCheck, HealthRound
from assessments.models.inspection import Inspection
from assessments.models.rounds import NOT_RATED, EvaluationCase, EvaluationRound, RatingAuthority
from assessments.models.succession import Succession
from assessments.models.training import Course, Enrolment, Training, TrainingPlan
from assessments.models.unit_year import UnitYear

__all__ = [
    "NOT_RATED",
    "Award",
    "AwardTitle",
    "Course",
    "Discipline",
    "DisciplineFormRule",
    "Enrolment",
    "Evaluation",
    "EvaluationCase",
    "EvaluationLevel",
    "EvaluationRegime",
    "EvaluationRound",
    "HealthCheck",
    "HealthRound",
    "Inspection",
    "RatingAuthority",
    "Succession",
    "Training",
    "TrainingPlan",
    "UnitYear",
]
