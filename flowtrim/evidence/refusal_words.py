"""Words that say of a decision that it refused."""

from __future__ import annotations

import re

REFUSAL = re.compile(
    r"(?<!not )(?<!never )\b(?:refus|reject|declin|den(?:y|ied)|disapprov|abgelehnt|ablehn|zurückgewiesen|rechaz|"
    r"deneg|refusé|rejet)|^(?:no|nein|non|nok)$|拒绝|驳回|却下|否決|不批准",
    re.IGNORECASE,
)
