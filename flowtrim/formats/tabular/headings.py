"""What the columns of a table of steps are called by people, in six languages: ours first, apart by bars."""

from __future__ import annotations

STEP_WORDS = (
    "Step|Step name|Process description|Process flow|Job step|Vorgangsbeschreibung|Prozessbeschreibung|"
    "Description du processus|Descripción del proceso|流程描述|Step title|Step description|Process step|"
    "Process step name|Process step description|Work step|Activity|Activity name|Activity description|"
    "Process activity|Key activity|Activities|Task|Task name|Task description|Action|Action item|Action required|"
    "Action to take|Operation|Operation description|Procedure|Procedure step|Instruction|Sub-step|Work item|What|"
    "What to do|What happens|What is done|Schritt|Prozessschritt|Arbeitsschritt|Ablaufschritt|Verfahrensschritt|"
    "Teilschritt|Schrittbeschreibung|Schrittname|Beschreibung des Schritts|Aktivität|Aktivitäten|Tätigkeit|"
    "Tätigkeiten|Beschreibung der Tätigkeit|Aufgabe|Vorgang|Vorgangsname|Arbeitsgang|Maßnahme|Aktion|Handlung|Was|"
    "Was ist zu tun|Ablauf|Étape|Nom de l'étape|Libellé de l'étape|Description de l'étape|Étape du processus|"
    "Activité|Description de l'activité|Tâche|Nom de la tâche|Opération|Quoi|Que faire|Paso|Nombre del paso|"
    "Descripción del paso|Paso del proceso|Actividad|Descripción de la actividad|Tarea|Nombre de tarea|"
    "Nombre de la tarea|Acción|Operación|Qué|Qué se hace|步骤|步骤名称|步骤描述|步骤说明|流程步骤|活动|活动名称|"
    "活动描述|任务|任务名称|任务描述|工作内容|工作步骤|操作|操作步骤|作业内容|环节|工序|工序名称|步驟|步驟名稱|"
    "活動名稱|任務|任務名稱|ステップ|ステップ名|作業|作業名|作業内容|作業手順|活動|手順|手順名|工程|工程名|タスク|"
    "タスク名|業務|業務内容|実施内容|アクティビティ|アクション|アクション名"
)
"""Headings that say what is done: whoever has such a column has a table of steps."""
NAME_WORDS = (
    "Name|Card name|Summary|Zusammenfassung|Résumé|Resumen|摘要|要約|"
    "Label|Title|Description|Beschreibung|Bezeichnung|Titel|Nom|Intitulé|Libellé|Descripción|Nombre|名称|"
    "描述|名稱|内容|説明|名前|項目"
)
"""Headings of names of anything: also of roles, terms and versions."""

HEADINGS: dict[str, str] = {
    "id": "ID|Issue key|Vorgangsschlüssel|"
    "Vorgangs-Nr|Activity No|Task No|Process No|Item No|Step ID|Process Step ID|Task ID|Activity ID|Nr|No|"
    "Number|"
    "Step No|Step number|Step Nr|Schritt-Nr|Schrittnummer|Lfd. Nr|Nummer|Kennung|Numéro|N°|Nº|Numéro d'étape|"
    "N° étape|Identifiant|Número|Núm|Número de paso|N° de paso|编号|步骤编号|步骤号|番号|手順番号|項番",
    "order": "Order|WBS|WBS code|Outline number|PSP-Code|PSP|Gliederungsnummer|Sequence|Seq|Position|#|Step #|S/N|"
    "Sr. No|Sl. No|Serial No|S.No|Reihenfolge|Reihung|Pos|Ordre|"
    "Orden|Secuencia|顺序|序号|序號|順序|順番|連番",
    "name": f"{STEP_WORDS}|{NAME_WORDS}",
    "owner": "Owner|Driver|Assign|Members|Person|Person in charge|PIC|Verantw|Zust|Resp|"
    "Lead|Lead role|Lead department|Lead by|Led by|Federführung|Federführend|Chef de file|Líder|"
    "牵头部门|牵头人|主导部门|主担当|Who|Role|Role name|Responsible|Responsibility|Responsible party|"
    "Responsible person|"
    "Person responsible|Responsible role|Responsible department|Responsible team|Responsible unit|"
    "Responsible function|Step owner|Task owner|Activity owner|Action owner|Process owner|Assigned to|Assignee|"
    "Assigned|Performer|Performed by|Done by|Executed by|Carried out by|Handled by|By|By whom|Who does it|"
    "Who does this|Who does what|Wer macht das|Wer macht was|Wer ist zuständig|Wer ist verantwortlich|"
    "Qui fait quoi|Qui fait|Quién hace|Quién lo hace|Who is responsible|Actor|Participant|Function|Department|"
    "Dept|Team|Unit|Business unit|Organization unit|Swimlane|Lane|Resource|Resource names|Job title|Wer|Durch wen|"
    "Rolle|Verantwortlich|Verantwortliche|Verantwortlicher|Verantwortlichkeit|Verantwortung|"
    "Verantwortliche Stelle|Verantwortliche Rolle|Zuständig|Zuständige|Zuständigkeit|Zuständige Stelle|"
    "Durchführende|Durchführung|Durchgeführt von|Ausführende|Ausführende Stelle|Stelle|Bearbeiter|"
    "Bearbeitung durch|Funktion|Abteilung|Bereich|Ressource|Ressourcennamen|Qui|Par qui|Rôle|Responsable|"
    "Responsables|Responsabilité|Acteur|Acteurs|Fonction|Service|Intervenant|Exécutant|Pilote|Réalisé par|"
    "Ressources|Noms ressources|Quién|Rol|Función|Responsable del paso|Responsabilidad|Ejecutor|Realizado por|"
    "Departamento|Área|Encargado|Cargo|Nombres de los recursos|负责人|负责部门|负责岗位|责任科室|责任人|责任部门|"
    "责任岗位|责任方|角色|执行者|"
    "执行人|执行部门|岗位|部门|经办人|承办部门|主办部门|职位|負責人|責任部門|部門|担当|担当者|担当部署|担当部門|"
    "実施者|実行者|役割|ロール|部署|責任者|主管部署",
    "kind": "Kind|Type|Step type|Shape Type|Art|Typ|Genre|Tipo|类型|種類|種別",
    "part": "Part|Section/Column|Phase|Main step|Main process|Main activity|Hauptschritt|Hauptprozess|Étape principale|"
    "Paso principal|主要步骤|大工程|Subprocess|Sub-process|Stage|Section|Process phase|Teilprozess|Abschnitt|"
    "Prozessphase|Sous-processus|Fase|Etapa|Subproceso|阶段|子流程|階段|フェーズ|段階|フェイズ",
    "why": "Why|Justification|Reason|Purpose|Rationale|Objective|Warum|Begründung|Grund|Zweck|Ziel|Pourquoi|"
    "Raison|Motif|But|Objectif|Por qué|Razón|Motivo|Justificación|Propósito|为什么|原因|理由|目的|なぜ",
    "serves": "Serves|Dient|Sert|Sirve|服务对象|対象",
    "source": "Source|Reference|Legal basis|Quelle|Fundstelle|Rechtsgrundlage|Référence|Base légale|Fuente|"
    "Referencia|Base legal|来源|依据|出典|根拠",
    "reviewed": "Reviewed|Last reviewed|Review date|Geprüft am|Überprüft|Revu le|Revisado|审查日期|見直し日",
    "inputs": "Inputs|Input|Needs|Eingaben|Eingabe|Eingang|Entrées|Entrée|Entradas|Entrada|输入|输入物|輸入|入力|"
    "インプット",
    "outputs": "Outputs|Output|Deliverable|Deliverables|Result|Results|Ergebnis|Ergebnisse|Ausgaben|Ausgabe|"
    "Sorties|Sortie|Livrable|Livrables|Salidas|Salida|Entregable|Entregables|Resultado|输出|输出物|产出|輸出|出力|"
    "成果物|アウトプット",
    "system": "System|Systems|Tool|Tools|Application|Software|IT system|Tools used|Systeme|Anwendung|Werkzeug|"
    "Système|Outil|Outils|Logiciel|Sistema|Herramienta|系统|工具|システム|使用システム|ツール",
    "skill": "Skill|Skills|Fähigkeit|Compétence|Habilidad|技能|スキル",
    "takes": "Takes|Stückzeit|"
    "Est|Time|How long|Wie lange|Combien de temps|Cuánto tiempo|Duration|Work time|Working time|"
    "Effort|"
    "Minutes|Hours|Days|Time required|Time needed|Time taken|Estimated time|Estimate|Schätzung|Estimation|"
    "Estimación|Est. time|Est. duration|Estimated duration|Process time|Processing time|Handling time|Touch time|"
    "Cycle time|Execution time|Dauer|Zeit|Zeitbedarf|Zeitaufwand|Bearbeitungszeit|Bearbeitungsdauer|"
    "Durchführungszeit|Aufwand|Minuten|Stunden|Tage|Durée|Durée estimée|Temps|Temps de traitement|"
    "Temps de travail|Temps passé|Temps nécessaire|Tiempo necesario|Benötigte Zeit|预计时间|预计用时|Heures|Duración|"
    "Duración estimada|Tiempo|Tiempo estimado|Tiempo de trabajo|Minutos|Horas|"
    "时间|用时|耗时|工时|时长|所需时间|处理时间|時間|所要時間|作業時間|処理時間|工数|標準時間|期間|工期",
    "waits": "Waits|Wait|Wait time|Waiting|Waiting time|Queue time|Idle time|Delay|Wartezeit|Liegezeit|Warten|"
    "Attente|Temps d'attente|Délai d'attente|Espera|Tiempo de espera|等待|等待时间|等待時間|待ち時間|待機時間|待ち",
    "within": "Within|Due within|To be done within|Deadline|Due|Due in|Time limit|Time allowed|SLA|Service level|"
    "Turnaround|Turnaround time|Max. time|Maximum time|Frist|Fristen|Bearbeitungsfrist|Erledigung innerhalb|Innerhalb|"
    "Innerhalb von|Délai|Délais|Délai max|Délai maximal|Délai maximum|Échéance|"
    "Plazo|Plazos|Plazo máximo|Dentro de|期限|时限|"
    "时间限制|办理时限|完成时限|完成期限|処理期限|締切|締め切り|納期",
    "cost": "Cost|Costs|Kosten|Coût|Coûts|Coste|Costo|Costes|Costos|成本|费用|コスト|費用",
    "accountable": "Accountable|Approved by|Approval by|Genehmigt von|Freigegeben von|Freigabe durch|"
    "Approuvé par|Validé par|Aprobado por|审批人|批准人|承認者|"
    "Approver|Rechenschaftspflichtig|Approbateur|Responsable final|问责|当责|説明責任者",
    "consults": "Consults|Contributor|Contributors|Mitw|"
    "Support|Supports|Supporting|Supporting role|Supported by|Assisted by|With|Involved|"
    "Also involved|Unterstützung|Unterstützend|Unterstützt durch|Beteiligt|Beteiligte|Soutien|Appui|Contributeur|"
    "Contributeurs|Apoyo|Apoya|Colaborador|Colaboradores|Colabora|协助|协助部门|配合|配合部门|支持|支援|支援部署|"
    "協力|副担当|関係部署|Mitarbeit|Consulted|Konsultiert|Zu konsultieren|Mitwirkung|Mitwirkend|Mitwirkende|Consulté|"
    "Consultés|Consultado|Consultados|咨询|相談先|協業先",
    "informs": "Informs|Informed|Informiert|Zu informieren|Informé|Informés|Informado|Informados|知会|報告先|"
    "通知先|情報共有先",
    "terms": "Terms|Bedingungen des Ausführenden",
    "calls": "Calls|Called process|Ruft auf|Appelle|Llama a",
    "note": "Note|Notes|Comment|Comments|Remark|Remarks|Details|Alt Description|Bemerkung|Bemerkungen|Anmerkung|"
    "Anmerkungen|Kommentar|Hinweis|Hinweise|Erläuterung|Remarque|Remarques|Commentaire|Commentaires|Nota|Notas|"
    "Comentario|Comentarios|Observaciones|备注|说明|備註|備考|コメント|補足",
    "made": "Decisions|Decisions made|Entscheidungen",
    "refused": "Refused|Decisions refused|Abgelehnt",
    "more": "More",
    "next": "Next|Dependents|Then|And then|What next|Danach|Anschließend|Puis|Ensuite|Activité suivante|Luego|Después|"
    "Siguiente actividad|转至|接下来|次の作業|Next Step|Next Step ID|Next steps|Next activity|Next task|Go to|"
    "Goes to|Successor|Successors|"
    "Follows|Followed by|Nächster Schritt|Nächste Aktivität|Nachfolger|Folgeschritt|Weiter|Weiter mit|Weiter zu|"
    "Suivant|Étape suivante|Successeur|Successeurs|Siguiente|Siguiente paso|Paso siguiente|Sucesor|Sucesores|"
    "下一步|下一步骤|后续|后续步骤|後續步驟|次|次のステップ|次工程|次の手順|後続",
    "after": "Predecessors|Blocked by|Depends upon|Waits on|Blockiert durch|Bloqué par|Bloqueado por|Predecessor|"
    "Depends on|Dependencies|Dependency|Preceded by|Previous step|After|Vorgänger|Abhängig von|Abhängigkeiten|"
    "Nach Schritt|Prédécesseur|Prédécesseurs|Dépend de|Étape précédente|Predecesora|Predecesoras|Predecesor|"
    "Predecesores|Depende de|Paso anterior|前置任务|前置步骤|紧前工作|前序步骤|先行タスク|先行工程|前工程|先行作業",
    "when": "When|Condition|Conditions|Connector Label|If|Bedingung|Wenn|Si|Condición|条件|分岐条件",
    "share": "Share|Probability|Anteil|Wahrscheinlichkeit|Part de|Probabilité|Probabilidad|概率|比例|確率|割合",
    "split": "Split|Verzweigung",
    "join": "Join|Waits for|Zusammenführung",
    "ends": "Terminated|Ends|End",
}
"""The names of each column."""

OTHER_TABLES = {
    "a history of revisions": "Version|Revision|Rev|Rev. No|Issue|Author|Change|Changes|Change description|"
    "Description of change|Änderung|Änderungen|Autor|Stand|Modification|Modifications|Auteur|Versión|Cambio|"
    "Cambios|Revisión|版本|修订|修订内容|作者|修改内容|版|版数|改訂|改訂内容|作成者|変更内容|更新内容",
    "measures": "KPI|KPI name|Metric|Metric name|Measure|Indicator|Kennzahl|Messgröße|Indicateur|Indicador|"
    "Métrica|指标|指标名称|指標|評価指標",
    "a glossary": "Term|Definition|Abbreviation|Acronym|Begriff|Abkürzung|Terme|Définition|Abréviation|Término|"
    "Definición|Abreviatura|术语|定义|缩写|用語|定義|略語",
    "an export of shapes and lines": "Line Source|Line Destination|Shape Library",
    "a legend": "Letter|Symbol|Code|Meaning|Legend|Buchstabe|Bedeutung|Lettre|Signification|Letra|Significado|"
    "字母|含义|記号|意味",
    "risks": "Risk|Consequence|Likelihood|Impact|Mitigation|Severity|Risiko|Auswirkung|Risque|Conséquence|Riesgo|"
    "Consecuencia|风险|后果|リスク|影響",
    "a list of documents": "Document|Document name|File|Link|URL|Dokument|Datei|Documento|Archivo|Fichier|文件|"
    "文件名称|文書|文書名",
    "a list of people": "Email|E-mail|E-mail address|Phone|Telephone|Mobile|Telefon|Téléphone|Courriel|Correo|"
    "Teléfono|邮箱|电话|メール|電話番号",
    "signatures": "Signature|Signed|Unterschrift|签名|署名",
    "problems": "Problem|Symptom|Cause|Solution|Error|Question|Answer|Fehler|Ursache|Lösung|Problème|Problema|"
    "问题|問題",
    "settings": "Variable|Var|Parameter|Setting|Field|Property|Value|Default|Key|Wert|Feld|Valeur|Champ|Valor|Campo",
}
"""Headings of tables that stand beside a process and are not its steps."""
