"""Classes of action as data: the words that name them, the commands and tools that do them."""

from typing import NamedTuple


class ActionClass(NamedTuple):
    """What names and what does one action.  In ``commands`` a ``/`` separates alternatives;
    ``tools`` are canonical names.  ``anything`` are objects that do not narrow the action:
    "modify files" is "modify", "modify backups" is not.  With ``about``, a verb names the
    action only when one of these words is its object; with ``needs_object``, the verb alone
    ("never execute") may mean anything.
    """

    name: str
    title: str
    verbs: str = ""
    nouns: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    tools: tuple[str, ...] = ("shell",)
    anything: str = ""
    about: str = ""
    needs_object: bool = False


_GIT = ("git operation", "git command", "git action", "version control operation")
_REPO = "branch remote repo repository origin git history local upstream pr pull request commit"
_DEPLOY = (
    *("kubectl apply/rollout/set/scale", "helm install/upgrade/rollback", "cdk/sam/eb deploy"),
    *("terraform/tofu/pulumi apply/up/destroy", "npm/pnpm/yarn/cargo/poetry/uv publish"),
    *("vercel/netlify/firebase/serverless/flyctl/fly/wrangler deploy", "gcloud app/run deploy"),
    *("twine upload", "gh release create", "docker push"),
)
_DELETE = ("rm", "rmdir", "shred", "unlink", "git clean/rm", "kubectl delete")
_SQL_DELETE = ("drop table/database/schema", "truncate table", "delete from")
_INSTALL = (
    *("npm/pnpm install/i/add/ci", "yarn/bun/cargo/poetry/uv add/install", "go get/install"),
    *("pip/pip3/pipx/gem/brew/conda install", "apt/apt-get/dnf/yum/apk install/add"),
)
_GIT_WRITES = "git add/checkout/switch/stash/reset/rebase/cherry-pick/revert/init/mv"

ACTIONS: tuple[ActionClass, ...] = (
    ActionClass(
        "git",
        "git operations",
        verbs="stash rebase",
        nouns=_GIT,
        commands=(_GIT_WRITES, "git commit/push/merge/pull/clean/restore/rm"),
        anything=_REPO,
    ),
    ActionClass(
        "commit",
        "commits",
        "commit",
        (*_GIT, "commit", "git commit"),
        ("git commit",),
        anything=_REPO,
    ),
    ActionClass(
        "push", "pushes", "push", (*_GIT, "push", "git push"), ("git push",), anything=_REPO
    ),
    ActionClass(
        "merge",
        "merges",
        "merge",
        (*_GIT, "merge", "git merge"),
        ("git merge", "gh pr merge", "glab mr merge"),
        anything=_REPO,
    ),
    ActionClass(
        "deploy",
        "deployments",
        "deploy release publish ship",
        ("deployment", "release", "deploy"),
        _DEPLOY,
        anything="application app service build artifact environment",
    ),
    ActionClass(
        "delete",
        "deletions",
        "delete remove erase",
        ("deletion", "file deletion", "delete"),
        _DELETE + _SQL_DELETE,
        anything="directory folder content repository repo project",
        needs_object=True,
    ),
    ActionClass(
        "edit",
        "edits",
        "modify edit change write alter",
        ("code change", "file change", "file modification", "code modification", "edit"),
        ("sed -i", "git apply", "patch", "tee"),
        tools=("edit", "write"),
        anything="source codebase project repository repo document",
        needs_object=True,
    ),
    ActionClass(
        "execute",
        "commands",
        "execute run",
        ("command execution", "code execution", "shell command", "shell access"),
        anything="command shell terminal script bash program",
        needs_object=True,
    ),
    ActionClass(
        "network",
        "network access",
        "fetch download",
        ("network access", "network request", "network call", "internet access"),
        ("curl", "wget"),
        tools=("shell", "web-fetch"),
        anything="url internet web network external resource data",
        needs_object=True,
    ),
    ActionClass(
        "install",
        "installations",
        "install",
        ("installation", "package installation", "new dependency"),
        _INSTALL,
        anything="package dependency library software tool module",
        needs_object=True,
    ),
    ActionClass(
        "secret",
        "reading secrets",
        "print log expose read echo reveal",
        ("credential access", "secret access"),
        ("printenv", "cat .env"),
        about="secret credential password key token .env",
    ),
)
BY_NAME = {one.name: one for one in ACTIONS}
