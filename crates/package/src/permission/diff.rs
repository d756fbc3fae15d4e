//! What an update changes of what a plugin may do, by what it comes to and not by how it is written.

use super::Permission;

/// What an update changes of what a plugin may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// What it could not do at all.
    pub added: Vec<Permission>,
    /// What it could do in part.
    pub widened: Vec<Change>,
    /// What it will do in part only.
    pub narrowed: Vec<Change>,
    /// What it will not do any more.
    pub removed: Vec<Permission>,
    /// What stays.
    pub unchanged: Vec<Permission>,
}

/// A permission that became wider or narrower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it was; several, if one took their place.
    pub from: Vec<Permission>,
    /// What it is to be.
    pub to: Permission,
}

impl Diff {
    /// Whether staff must say yes before the new version may run.
    pub fn needs_consent(&self) -> bool {
        !self.added.is_empty() || !self.widened.is_empty()
    }
}

/// What changes between the version that is installed and the one that is offered.
pub fn diff(installed: &[Permission], offered: &[Permission]) -> Diff {
    let mut diff = Diff::default();
    for new in offered {
        let that = |is: &dyn Fn(&Permission) -> bool| -> Vec<Permission> {
            installed.iter().filter(|old| is(old)).cloned().collect()
        };
        if installed.contains(new) {
            diff.unchanged.push(new.clone());
            continue;
        }
        let to = new.clone();
        let wider = that(&|old| old.covers(new));
        let narrower = that(&|old| new.covers(old));
        if !wider.is_empty() {
            diff.narrowed.push(Change { from: wider, to });
        } else if !narrower.is_empty() {
            diff.widened.push(Change { from: narrower, to });
        } else {
            diff.added.push(to);
        }
    }
    let is_gone = |old: &&Permission| {
        let goes_on = |new: &Permission| new.covers(old) || old.covers(new);
        !offered.iter().any(goes_on)
    };
    diff.removed = installed.iter().filter(is_gone).cloned().collect();
    diff
}
