"""Classes of action as data: the words that name them, the commands and tools that do them."""

from typing import NamedTuple


class ActionClass(NamedTuple):
    """What names and what does one action.  In ``commands`` a ``|`` separates alternatives;
    ``tools`` are canonical names.  ``anything`` are objects that do not narrow the action:
    "modify files" is "modify", "modify backups" is not.  With ``about``, a verb names the
    action only when one of these words is its object; with ``needs_object``, the verb alone
    ("never execute") may mean anything.

    A ban at large is lowered to the commands of ``lowered``, by default all, and to ``paths``,
    files not to be read.  With ``whole`` only a ban on one of these objects is, or one without
    an object: "modify files" reaches all that an edit tool does, "modify code" does not.  With
    ``firm`` only a ban by one of these verbs is: a client sees what is read, not what is said.
    The verbs of ``alone`` need no object to be meant at large.  The verbs of ``enter`` name the
    action when one of ``places`` is all of their object: "access the network".
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
    lowered: tuple[str, ...] | None = None
    whole: str = ""
    firm: str = ""
    alone: str = ""
    enter: str = ""
    places: str = ""
    paths: tuple[str, ...] = ()

    @property
    def wholly(self) -> tuple[str, ...]:
        """The tools that do this and nothing else; a shell only where no command is listed."""
        return tuple(tool for tool in self.tools if tool != "shell" or not self.commands)


_GIT = ("git operation", "git command", "git action", "version control operation")
_REPO = "branch remote repo repository origin git history local upstream pr pull request commit"
_DEPLOY = (
    *("kubectl apply|rollout|set|scale", "helm install|upgrade|rollback", "cdk|sam|eb deploy"),
    *("terraform|tofu|pulumi apply|up|destroy", "npm|pnpm|yarn|cargo|poetry|uv publish"),
    *("vercel|netlify|firebase|serverless|flyctl|fly|wrangler deploy", "gcloud app|run deploy"),
    *("twine upload", "gh release create", "docker push"),
)
_DELETE_FILES = ("rm", "rmdir", "shred", "unlink", "git clean|rm")
_DELETE = (*_DELETE_FILES, "kubectl delete")
_SQL_DELETE = ("drop table|database|schema", "truncate table", "delete from")
_INSTALL = (
    *("npm|pnpm install|i|add|ci", "yarn|bun|cargo|poetry|uv add|install", "go get|install"),
    *("pip|pip3|pipx|gem|brew|conda install", "apt|apt-get|dnf|yum|apk install|add"),
)
_PRODUCTION = (
    *("vercel --prod", "vercel|netlify deploy --prod"),
    "kubectl --context prod|production apply|delete|rollout|scale|set",
    "helm --kube-context prod|production install|upgrade|rollback",
)
_GIT_WRITES = "git add|checkout|switch|stash|reset|rebase|cherry-pick|revert|init|mv"

ACTIONS: tuple[ActionClass, ...] = (
    ActionClass(
        "git",
        "git operations",
        nouns=_GIT,
        commands=(_GIT_WRITES, "git commit|push|merge|pull|clean|restore|rm"),
        anything=_REPO,
        lowered=("git",),
    ),
    ActionClass("stash", "stashes", "stash", _GIT, ("git stash",), anything=_REPO),
    ActionClass("tag", "tags", "tag", _GIT, ("git tag",), anything=f"{_REPO} release version"),
    ActionClass("rebase", "rebases", "rebase", _GIT, ("git rebase",), anything=_REPO),
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
        ("deployment", "release", "deploy", "npm publish", "kubectl apply", "terraform apply"),
        _DEPLOY,
        anything="application app service build artifact environment release version package",
    ),
    ActionClass(
        "delete",
        "deletions",
        "delete remove erase",
        ("deletion", "file deletion", "delete"),
        _DELETE + _SQL_DELETE,
        anything="directory folder content repository repo project",
        needs_object=True,
        lowered=_DELETE_FILES,
        whole="file anything everything something directory folder content",
        alone="delete",
    ),
    ActionClass(
        "edit",
        "edits",
        "modify edit change write alter",
        ("code change", "file change", "file modification", "code modification", "edit"),
        ("sed -i", "git apply", "patch", "tee"),
        tools=("edit", "write", "notebook"),
        anything="source codebase project repository repo document",
        needs_object=True,
        whole="file anything everything something",
        alone="edit",
    ),
    ActionClass(
        "execute",
        "commands",
        "execute run",
        ("command execution", "code execution", "shell command", "shell access"),
        anything="command shell terminal script bash program",
        needs_object=True,
        whole="command shell terminal bash anything",
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
        whole="url internet web network anything external",
    ),
    ActionClass(
        "internet",
        "use of the internet",
        nouns=("internet",),
        commands=("curl", "wget"),
        tools=("shell", "web-fetch", "web-search"),
        anything="network internet web external",
        enter="access use browse reach visit contact",
        places="network internet web",
    ),
    ActionClass(
        "install",
        "installations",
        "install",
        ("installation", "package installation", "new dependency", "npm install", "pip install"),
        _INSTALL,
        anything="package dependency library software tool module",
        needs_object=True,
        enter="add introduce",
        places="dependency dependencies package packages library libraries",
    ),
    ActionClass(
        "secret",
        "reading secrets",
        "print log expose read echo reveal open access",
        ("credential access", "secret access"),
        ("printenv", "cat .env"),
        about="secret credential password key token .env",
        anything="file environment variable api private",
        lowered=("cat .env",),
        firm="read open access",
        paths=("**/.env", "**/.env.*", "**/*.pem", "**/id_rsa", "**/id_ed25519", "~/.ssh/**"),
    ),
    ActionClass(
        "production",
        "changes to production",
        "deploy release publish ship push run execute touch change modify access apply",
        ("production change", "production access", "production deployment"),
        _PRODUCTION,
        about="production prod",
        anything="against environment system server cluster live command anything",
    ),
)
BY_NAME = {one.name: one for one in ACTIONS}
