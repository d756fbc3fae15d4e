//! Teams: the users of a client, asked in, changed and removed by those who manage them.
//!
//! Every change takes the client's row first, so that two changes of one team follow each other and the
//! second one decides by what the first one left.

mod invitations;
mod joining;
mod members;

use innkeeper_identity::ids::{ClientId, PrincipalId};
use innkeeper_identity::team::{Refusal, Standing};
use innkeeper_store::clients::{self, Client, ClientOfUser, Membership};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Tx, sessions};

use super::events::{Event, EventName};

pub use invitations::{Invited, Offer, invite, resend, withdraw};
pub use joining::{Found, Newcomer, Registered, decline, find_by_token, join, list_for, register};
pub use members::{Changed, Edit, Person, edit, remove, rename_client};

/// A user who acts for a client, as they stood when the request began.
#[derive(Clone)]
pub struct Member {
    /// The user.
    pub principal: Principal,
    /// The client.
    pub client: Client,
    /// How the user stands there.
    pub standing: Standing,
}

impl Member {
    /// The user as one of that client's.
    pub fn new(principal: Principal, of: ClientOfUser) -> Self {
        Self {
            principal,
            standing: Standing {
                owner: of.owner,
                permissions: of.permissions,
            },
            client: of.client,
        }
    }

    /// An event that the user caused for the client.
    fn event(&self, name: EventName) -> Event {
        Event::by(name, self.principal.kind, self.principal.id).of_client(self.client.id)
    }
}

/// How a membership counts.
fn standing(membership: &Membership) -> Standing {
    Standing {
        owner: membership.owner,
        permissions: membership.permissions.clone(),
    }
}

/// Takes the client and looks up how whoever acts stands there now.
async fn take(tx: &mut Tx, actor: &Member) -> anyhow::Result<Result<Standing, Refusal>> {
    if clients::take(tx, actor.client.id).await?.is_none() {
        return Ok(Err(Refusal::Forbidden));
    }
    let membership = clients::find_member(tx, actor.client.id, actor.principal.id).await?;
    Ok(membership
        .map(|membership| standing(&membership))
        .ok_or(Refusal::Forbidden))
}

/// Makes a person act for the first of their clients, or none, wherever they acted for one they lost.
async fn leave(
    tx: &mut Tx,
    person: PrincipalId,
    left: ClientId,
) -> Result<(), innkeeper_store::Error> {
    let rest = clients::clients_of(tx, person).await?;
    let mut active = rest.iter().filter(|of| of.client.status.is_active());
    let next = active.next().map(|of| of.client.id);
    sessions::leave_client(tx, person, left, next).await?;
    Ok(())
}
