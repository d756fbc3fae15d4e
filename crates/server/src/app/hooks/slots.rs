//! Places of pages that plugins fill. All are asked at once and have little time; of whoever gives no answer nothing is
//! shown, and it is held against the plugin.

use futures_util::future::join_all;
use innkeeper_module::{Block, Hooks as _, View};
use innkeeper_store::principals::Principal;
use innkeeper_theme::keys;

use crate::Panel;
use crate::app::Caller;
use crate::host::ModuleHost;
use crate::plugins::Loaded;

/// A place of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first page of the customer area, about who looks at it.
    CustomerHome,
    /// One's own security page, in both areas.
    AccountSecurity,
    /// What staff see of a customer or a colleague.
    StaffPerson,
}

impl Place {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::CustomerHome, Self::AccountSecurity, Self::StaffPerson];

    /// As manifests and plugins know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CustomerHome => "customer.home",
            Self::AccountSecurity => "account.security",
            Self::StaffPerson => "staff.person",
        }
    }

    /// The place that is called so.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == name)
    }

    /// The sentence that staff say yes to.
    pub fn permission(self) -> &'static str {
        match self {
            Self::CustomerHome => keys::PERMISSION_SLOT_CUSTOMER_HOME,
            Self::AccountSecurity => keys::PERMISSION_SLOT_ACCOUNT_SECURITY,
            Self::StaffPerson => keys::PERMISSION_SLOT_STAFF_PERSON,
        }
    }
}

/// What a plugin shows in a place.
pub struct Filled {
    /// The plugin's id, whose locale files have the texts.
    pub id: String,
    /// What people call the plugin.
    pub name: String,
    /// What it shows; never nothing.
    pub blocks: Vec<Block>,
}

/// What plugins show in a place of a page about that person. Where no plugin is asked, it costs a look at a map.
pub async fn fill(panel: &Panel, place: Place, about: &Principal, caller: &Caller) -> Vec<Filled> {
    let all = panel.plugins.all();
    let asked = all
        .values()
        .filter(|loaded| loaded.granted.slots.contains(place.as_str()));
    let filled = join_all(asked.map(|loaded| ask(panel, loaded, (place, about), caller))).await;
    filled.into_iter().flatten().collect()
}

async fn ask(
    panel: &Panel,
    loaded: &Loaded,
    (place, about): (Place, &Principal),
    caller: &Caller,
) -> Option<Filled> {
    let id = loaded.manifest.id.as_str();
    let view = View {
        place: place.as_str().to_owned(),
        subject: panel.keys.pseudonym(id, about.id),
        area: about.kind.as_str().to_owned(),
    };
    let host = ModuleHost::for_anybody(panel, id, caller).about(Some(about.id));
    // What it failed at, the runtime counted and logged.
    let blocks = loaded.hooks()?.fill(&host, &view).await.ok()?;
    (!blocks.is_empty()).then(|| Filled {
        id: id.to_owned(),
        name: loaded.manifest.name.clone(),
        blocks,
    })
}
