"""Small processes that the tests of drawings share."""

from flowtrim.model import Flow, Process, Role, Step

CLAIM = Process(
    "Expense claim",
    steps=(
        Step("fill", "Fill in the claim", owner="Employee", flows=(Flow("approve"),)),
        Step(
            "approve", "Approve the claim", owner="Manager", kind="approve",
            flows=(Flow("pay", when="approved", share=0.95), Flow("fill", when="refused", share=0.05)),
        ),
        Step("pay", "Pay the claim", owner="Payroll"),
    ),
)  # fmt: skip

ROUTED = Process(
    "Order",
    language="de",
    customer="buyer",
    roles=(Role("buyer", "Käuferin"), Role("erp", "ERP", kind="system")),
    steps=(
        Step("come", "Bestellung kommt", kind="event", flows=(Flow("check"),)),
        Step("check", "Bestellung prüfen", owner="clerk", flows=(Flow("ready"),)),
        Step("ready", "Auf Lager?", kind="gateway", flows=(Flow("both", when="ja"), Flow("sorry", when="nein"))),
        Step("both", "both", kind="gateway", split="all", flows=(Flow("ship"), Flow("bill"))),
        Step("ship", "Ware versenden", owner="store", flows=(Flow("meet"),)),
        Step("bill", "Rechnung stellen", owner="erp", flows=(Flow("meet"),)),
        Step("meet", "meet", kind="gateway", join="all", flows=(Flow("file"),)),
        Step("file", "Auftrag ablegen", kind="store", flows=(Flow("done"),)),
        Step("sorry", "Absage lesen", owner="buyer", flows=(Flow("done"),)),
        Step("done", "Erledigt", kind="event"),
    ),
)

SCRIPTS = Process(
    "审批",
    language="zh",
    steps=(
        Step(
            "zh",
            "审核并批准客户提出的退款申请，必要时请示上级主管部门",
            owner="经理",
            flows=(Flow("ja", when="已批准"),),
        ),
        Step("ja", "請求書の内容を確認して承認する", owner="課長", flows=(Flow("de"),)),
        Step("de", "Rechtsschutzversicherungsgesellschaft anrufen", owner="Vertrieb", flows=(Flow("ar"),)),
        Step(
            "ar", "تحقق من الفاتورة قبل الدفع", owner="المدير", flows=(Flow("zh", when="مرفوض", share=0.5), Flow("end"))
        ),
    ),
)

HOSTILE = (
    'say "no"', "graph", "node", "a:b:c", "<b>bold</b>", "<script>alert(1)</script>", "<10k>", "ends with \\",
    "\\N \\G \\L", "C:\\new", "{a|b}", "&amp; &lt;", '"a", URL="javascript:alert(1)"', "]]>", "a\n b\r\nc", "nul\0l",
    "\x07bell", "🙂 smile", "\u202egnp.exe", "x" * 10_000, "%s %d", "--> -->", "ﬁne\ud800",
)  # fmt: skip


def chain(count, *, roles=4):
    """A long process: so many steps one after the other, with a way back and a way ahead now and then."""
    steps = []
    for n in range(count):
        flows = [Flow(f"s{n + 1}")] if n + 1 < count else []
        if n % 7 == 3 and n + 4 < count:
            flows.append(Flow(f"s{n + 3}", when="an exception", share=0.1))
        if n % 11 == 8:
            flows.append(Flow(f"s{n - 4}", when="something is missing", share=0.2))
        steps.append(
            Step(f"s{n}", f"Do the work number {n} with care", owner=f"Role {n // 3 % roles}", flows=tuple(flows))
        )
    return Process(f"{count} steps", steps=tuple(steps))
