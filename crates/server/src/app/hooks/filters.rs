//! Questions to plugins while somebody waits. Each has little time, all are asked at once, and whoever gives no answer is as
//! if not asked: the sign-in goes on by the rules, and it is held against the plugin.

use futures_util::future::join_all;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::demand::Demand;
use innkeeper_module::{Assurance as Class, Hooks as _, SignIn};
use innkeeper_package::manifest::ProfileField;
use innkeeper_store::principals::Principal;

use crate::Panel;
use crate::app::Caller;
use crate::app::events::Event;
use crate::host::ModuleHost;
use crate::plugins::Loaded;

/// The question of what is to be asked of somebody whose password was right.
pub(crate) const ASSESS: &str = "sign-in.assess";

/// What plugins demand of a sign-in, and which do.
#[derive(Debug, Default)]
pub(crate) struct Assessed {
    pub(crate) demand: Demand,
    by: Vec<String>,
}

impl Assessed {
    /// An event of this sign-in says why more was asked for than the rules ask.
    pub(crate) fn noted_in(&self, event: Event) -> Event {
        if self.by.is_empty() {
            return event;
        }
        event
            .with("demanded", self.demand.class.map(Assurance::as_str))
            .with("plugin", self.by.join(", "))
    }

    fn and(mut self, other: Self) -> Self {
        self.by.extend(other.by);
        Self {
            demand: self.demand.and(other.demand),
            by: self.by,
        }
    }
}

/// What plugins demand of a sign-in beyond the rules. Where no plugin is asked, it costs a look at a map.
pub(crate) async fn assess(panel: &Panel, principal: &Principal, caller: &Caller) -> Assessed {
    let all = panel.plugins.all();
    let asked = all
        .values()
        .filter(|loaded| loaded.granted.filters.contains(ASSESS));
    let answers = join_all(asked.map(|loaded| ask(panel, loaded, principal, caller))).await;
    answers.into_iter().fold(Assessed::default(), Assessed::and)
}

async fn ask(panel: &Panel, loaded: &Loaded, principal: &Principal, caller: &Caller) -> Assessed {
    let Some(hooks) = loaded.hooks() else {
        return Assessed::default();
    };
    let id = loaded.manifest.id.as_str();
    let knows_network = loaded.granted.profile.contains(&ProfileField::Network);
    let sign_in = SignIn {
        subject: panel.keys.pseudonym(id, principal.id),
        area: principal.kind.as_str().to_owned(),
        network: caller.ip.filter(|_| knows_network).map(|ip| ip.to_string()),
    };
    let host = ModuleHost::for_anybody(panel, id, caller).about(Some(principal.id));
    // What it failed at, the runtime counted and logged.
    let said = hooks.assess(&host, &sign_in).await.unwrap_or_default();
    let demand = Demand {
        class: said.class.and_then(class),
        distrust: said.distrust,
    };
    let by = (demand != Demand::default()).then(|| id.to_owned());
    Assessed {
        demand,
        by: by.into_iter().collect(),
    }
}

/// A way back in is nothing that could be demanded.
fn class(class: Class) -> Option<Assurance> {
    match class {
        Class::Recovery => None,
        Class::Basic => Some(Assurance::Basic),
        Class::Strong => Some(Assurance::Strong),
        Class::PhishingResistant => Some(Assurance::PhishingResistant),
    }
}
