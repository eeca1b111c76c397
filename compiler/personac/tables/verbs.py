"""Verbs that open an instruction."""

IMPERATIVES = frozenset(
    """
    accept access acknowledge act adapt add address adhere adjust adopt advise alert align
    allow analyse analyze announce answer append apply approve archive ask assert assess
    assign assume attach audit authenticate automate await back base batch begin block break
    build bundle cache calculate call cancel capture challenge change check choose cite
    clarify classify clean clear close collaborate collect combine comment commit communicate
    compare complete comply compose compute conduct configure confirm connect consider
    consolidate construct consult continue convert coordinate copy correct count cover create
    cross-check debug decide declare defer define delegate delete deliver demand deploy derive
    describe design detect determine develop disable disclose discuss display distinguish
    document draft drop duplicate edit elevate eliminate emit emphasize enable encrypt enforce
    engage ensure escalate establish estimate evaluate examine exclude execute exercise exit
    expect explain explore export expose extend extract fail favor favour fetch file fill
    filter find finish fix flag focus follow force format gather generate get give go group
    guarantee guard guide halt hand handle hash have help hide highlight hold honor honour
    identify ignore implement import improve include incorporate increase inform initialize
    inject inspect install instruct integrate invalidate invoke isolate issue iterate justify
    keep label launch lead leave limit link list listen load locate lock log look maintain
    make manage map mark mask match measure merge migrate minimise minimize mock model modify
    monitor move name negotiate note notify obey observe obtain offer omit open optimize order
    organize output own parse pass pause perform pick pin plan point post practice prefer
    prepare present preserve prevent print prioritise prioritize proceed process produce
    profile promote propose protect provide publish pull push put quantify query question
    quote raise read reason recommend record redact reduce refactor refer reference refresh
    refuse register reject release rely remain remember remove rename repeat replace reply
    report reproduce request require research reserve resist resolve respect respond restore
    restrict retain retry return reuse review revise rewrite roll rotate route run sanitise
    sanitize save scan schedule scope search secure see select send separate serve set share
    show sign simplify skip solicit sort specify split stage start state stay stick stop store
    stream structure submit suggest summarise summarize supply support surface suspend tag
    take target teach tell terminate test think throw tie time trace track transform translate
    treat trigger trim trust try turn understand update upgrade use utilize validate verify
    version wait warn watch weigh work wrap write
    """.split()
)
