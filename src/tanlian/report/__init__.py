"""Reports: a statement with everything a verifier asks for, as plain data, as PDF and as a workbook."""

from tanlian.report.build import report
from tanlian.report.model import Person, Report
from tanlian.report.pdf import pdf, write_pdf
from tanlian.report.subject import Subject
from tanlian.report.workbook import write_workbook

__all__ = ["Person", "Report", "Subject", "pdf", "report", "write_pdf", "write_workbook"]
