//! One user of the client: what they may do, who they are, and the way out.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::ClientPermission;
use innkeeper_identity::team::{self as rules, Standing};
use innkeeper_store::clients::{self, Member as Row, MemberFactor};
use innkeeper_store::principals::{self, Principal};
use innkeeper_theme::contexts::{Flash, Form, Message, TeamMemberPage, TeamRemovePage};
use innkeeper_theme::keys;

use super::{choices, list, mobile, refusal, ticked, with_permissions};
use crate::app::mobile as numbers;
use crate::app::team::{self, Changed, Edit, Person};
use crate::web::acting::Acting;
use crate::web::extract::Path;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const TEAM: &str = "/clients/team";

/// A member with what decides about the page.
struct Subject {
    row: Row,
    person: Principal,
    factors: Vec<MemberFactor>,
    owners: i64,
    clients: i64,
}

impl Subject {
    async fn find(acting: &Acting, id: PrincipalId) -> Result<Self, Problem> {
        let client = acting.member.client.id;
        let mut tx = acting.panel().db.read().await?;
        let members = clients::members_of(&mut tx, client).await?;
        let is_it = |row: &Row| row.membership.principal_id == id;
        let row = members.into_iter().find(is_it).ok_or(Problem::NotFound)?;
        let person = principals::find(&mut tx, id).await?;
        Ok(Self {
            row,
            person: person.ok_or(Problem::NotFound)?,
            factors: clients::factors_of(&mut tx, client).await?,
            owners: clients::count_owners(&mut tx, client).await?,
            clients: clients::count_of(&mut tx, id).await?,
        })
    }

    fn standing(&self) -> Standing {
        Standing {
            owner: self.row.membership.owner,
            permissions: self.row.membership.permissions.clone(),
        }
    }

    fn is_self(&self, acting: &Acting) -> bool {
        self.person.id == acting.member.principal.id
    }

    /// Whether name and number are here to change. One's own are on one's profile.
    fn may_edit_person(&self, acting: &Acting) -> bool {
        !self.is_self(acting)
            && rules::may_edit_person(&acting.member.standing, &self.standing(), self.clients)
    }
}

fn page_of(id: PrincipalId) -> String {
    format!("{TEAM}/users/{id}")
}

/// `GET /clients/team/users/{id}`
pub async fn show(acting: Acting, Path(id): Path<PrincipalId>) -> Result<Response, Problem> {
    acting.require_fresh(&page_of(id)).await?;
    let subject = Subject::find(&acting, id).await?;
    let form = Form::new()
        .value("name", &subject.person.name)
        .checked("owner", subject.row.membership.owner);
    let form = mobile::filled(form, numbers::of(&subject.person).as_ref());
    let form = with_permissions(form, &subject.row.membership.permissions);
    draw(&acting, subject, form).await
}

/// `POST /clients/team/users/{id}`
pub async fn submit(
    acting: Acting,
    Path(id): Path<PrincipalId>,
    form: Posted,
) -> Result<Response, Problem> {
    acting.check(&form)?;
    acting.require_fresh(&page_of(id)).await?;
    let subject = Subject::find(&acting, id).await?;
    let edit = match read(&acting, &subject, &form) {
        Ok(edit) => edit,
        Err(wrong) => return Ok(redrawn(None, draw(&acting, subject, wrong).await?)),
    };
    let (member, caller) = (&acting.member, &acting.page().caller);
    match team::edit(acting.panel(), member, id, &edit, caller).await? {
        Changed::Done(before) => {
            let name = edit
                .person
                .map_or_else(|| before.name.clone(), |person| person.name.to_string());
            let saved = Message::new(keys::FLASH_TEAM_SAVED).with("name", name);
            // Whoever took the team from themselves has no business there any more.
            let may = id != member.principal.id || edit.standing.may(ClientPermission::ManageTeam);
            let next = if may { TEAM } else { "/account" };
            Ok(acting.to_with(next, &Flash::success(saved)))
        }
        Changed::Missing => Err(Problem::NotFound),
        Changed::Refused(why) => {
            let wrong = filled(&acting, &subject, &form).form_error(refusal(why));
            Ok(redrawn(None, draw(&acting, subject, wrong).await?))
        }
    }
}

/// What was filled in, as the form shows it again.
fn filled(acting: &Acting, subject: &Subject, posted: &Posted) -> Form {
    let own = &acting.member.standing;
    let form = Form::new()
        .value("name", posted.trimmed("name"))
        .checked("owner", posted.is_ticked("owner"));
    let before = &subject.row.membership.permissions;
    with_permissions(mobile::typed(form, posted), &ticked(posted, own, before))
}

fn read(acting: &Acting, subject: &Subject, posted: &Posted) -> Result<Edit, Form> {
    let own = &acting.member.standing;
    let before = subject.standing();
    let standing = Standing {
        owner: if own.owner {
            posted.is_ticked("owner")
        } else {
            before.owner
        },
        permissions: ticked(posted, own, &before.permissions),
    };
    if !subject.may_edit_person(acting) {
        return Ok(Edit {
            standing,
            person: None,
        });
    }
    let form = filled(acting, subject, posted);
    let name = PersonName::parse(posted.text("name"));
    let form = match &name {
        Ok(_) => form,
        Err(problem) => form.field_error("name", fields::name(*problem)),
    };
    let mobile = mobile::parse(posted, form.clone())?;
    let name = name.map_err(|_| form)?;
    Ok(Edit {
        standing,
        person: Some(Person { name, mobile }),
    })
}

async fn draw(acting: &Acting, subject: Subject, form: Form) -> Result<Response, Problem> {
    let (own, standing) = (&acting.member.standing, subject.standing());
    let can_edit_person = subject.may_edit_person(acting);
    let view = TeamMemberPage {
        client: acting.client(),
        client_name: acting.member.client.name.clone(),
        form,
        permissions: choices(own),
        can_own: own.owner,
        can_edit_person,
        can_remove: rules::remove(own, &standing, subject.owners).is_ok(),
        countries: if can_edit_person {
            mobile::choices(acting.page())
        } else {
            Vec::new()
        },
        member: list::row(acting, subject.row, &subject.factors),
    };
    Ok(acting.page().render(&view).await?.into_response())
}

/// `GET /clients/team/users/{id}/remove`
pub async fn ask_removal(acting: Acting, Path(id): Path<PrincipalId>) -> Result<Response, Problem> {
    acting
        .require_fresh(&format!("{}/remove", page_of(id)))
        .await?;
    ask(&acting, id, Form::new()).await
}

/// `POST /clients/team/users/{id}/remove`
pub async fn remove(
    acting: Acting,
    Path(id): Path<PrincipalId>,
    form: Posted,
) -> Result<Response, Problem> {
    acting.check(&form)?;
    acting
        .require_fresh(&format!("{}/remove", page_of(id)))
        .await?;
    let (member, caller) = (&acting.member, &acting.page().caller);
    match team::remove(acting.panel(), member, id, caller).await? {
        Changed::Done(person) => {
            let removed = Message::new(keys::FLASH_TEAM_REMOVED).with("name", person.name.as_str());
            let next = if id == member.principal.id {
                "/account"
            } else {
                TEAM
            };
            Ok(acting.to_with(next, &Flash::success(removed)))
        }
        Changed::Missing => Err(Problem::NotFound),
        Changed::Refused(why) => {
            let drawn = ask(&acting, id, Form::new().form_error(refusal(why))).await?;
            Ok(redrawn(None, drawn))
        }
    }
}

async fn ask(acting: &Acting, id: PrincipalId, form: Form) -> Result<Response, Problem> {
    let subject = Subject::find(acting, id).await?;
    let view = TeamRemovePage {
        client: acting.client(),
        client_name: acting.member.client.name.clone(),
        member: list::row(acting, subject.row, &subject.factors),
        form,
    };
    Ok(acting.page().render(&view).await?.into_response())
}
