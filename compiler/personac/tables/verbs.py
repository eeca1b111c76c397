"""Verbs that open an instruction."""

IMPERATIVES = frozenset(
    """
    accept access acknowledge act adapt add address adhere adjust adopt advise aim alert align
    allow amend analyse analyze annotate announce answer append apply approve archive ask assert
    assess assign assist assume attach attempt audit authenticate automate avert await back base
    batch begin block break brief bring browse build bundle cache calculate call cancel capture
    cease challenge change check choose circulate cite clarify classify clean clear clone close
    collaborate collect combine comment commit communicate compare complete comply compose
    compute conduct configure confine confirm connect consider consolidate constrain construct
    consult continue contribute convert coordinate copy correct count cover create cross-check
    debug decide declare deduplicate defend defer define degrade delegate delete deliver demand
    demonstrate deploy deprecate derive describe design detect determine develop differentiate
    disable disclose discuss dispatch display distinguish divide document double-check draft
    drop duplicate edit elevate eliminate embed emit emphasize enable encrypt enforce engage
    enrich ensure enter err escalate establish estimate evaluate examine exclude execute
    exercise exit expect expire explain explore export expose extend extract fail favor favour
    feed fetch file fill filter find finish fix flag flush focus follow force format forward
    frame freeze gather generate get give go greet group guarantee guard guide halt hand handle
    hash have help hide highlight hold honor honour identify ignore implement import improve
    include incorporate increase inform inherit initialize inject insert inspect install
    instruct integrate interpret introduce invalidate investigate invite invoke isolate issue
    iterate join justify keep label launch lead leave limit link list listen load locate lock
    log look maintain make manage map mark mask match measure mention merge migrate minimise
    minimize mirror mock model modify monitor mount move name navigate negotiate nest normalise
    normalize note notify obey observe obtain offer omit open operate optimize order organize
    outline output override own pair paraphrase parse partition pass pause perform persist pick
    pin plan point populate post practice prefer preload prepare present preserve prevent print
    prioritise prioritize probe proceed process produce profile promote propose protect provide
    publish pull push put qualify quantify quarantine query question quote raise rank rate
    re-check re-read re-run read reason rebase recommend reconcile record recreate redact reduce
    refactor refer reference refresh refuse register reject release reload rely remain remember
    remove rename render repeat rephrase replace reply report reproduce request require rerun
    research reserve reset resist resolve respect respond restore restrict resume retain retry
    return reuse revert review revise revisit rewrite roll rotate route run sanitise sanitize
    save scan schedule scope search secure see select send separate serve set share show shut
    sign simplify sketch skim skip solicit sort spawn speak specify spell split stage start
    state stay stop store stream strip structure submit suggest summarise summarize supply
    support surface suspend switch sync synthesise synthesize tag tailor take target teach tell
    terminate test think throw tidy tie time toggle touch trace track transform translate treat
    trigger trim trust try turn understand unify update upgrade use utilize validate verify
    version visit wait walk warn watch weigh work wrap write
    """.split()
)
