//! The team of a client, over HTTP, on both engines: asked in, joined, changed, removed, and who may not.

use chrono::TimeDelta;
use http::{Method, StatusCode};
use innkeeper_identity::ids::ClientId;
use innkeeper_identity::permission::{ClientPermission, Permissions};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::web::{Guard, census};
use innkeeper_store::clients::{self, Membership};
use innkeeper_store::sessions;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::{Reply, Visitor};

use crate::houses::houses;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";
const INVITE: &str = "/clients/team/invite";

/// Invites an address with these permissions; what the page answers.
pub(crate) async fn invites(owner: &mut Visitor, email: &str, permissions: &[&str]) -> Reply {
    let page = owner.get(INVITE).await.expect(StatusCode::OK);
    let client = page
        .field_value("client")
        .expect("the form names its client");
    let names: Vec<String> = permissions
        .iter()
        .map(|it| format!("permission_{it}"))
        .collect();
    let mut fields = vec![("client", client.as_str()), ("email", email)];
    fields.extend(names.iter().map(|name| (name.as_str(), "yes")));
    owner.post(INVITE, &fields).await
}

fn token_of(link: &str) -> String {
    link.split("token=").nth(1).unwrap_or_default().to_owned()
}

/// Follows the mailed link of an invitation as somebody new, and signs in.
async fn comes_in(house: &House, email: &str) -> Visitor {
    let link = house.mailed_link("invitation", email).await;
    let mut guest = house.visitor();
    guest
        .get(&link)
        .await
        .expect(StatusCode::OK)
        .expect_text(email);
    let fields = [
        ("token", token_of(&link)),
        ("name", "Bob Builder".to_owned()),
        ("password", PASSWORD.to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    guest
        .post("/invitation", &fields)
        .await
        .expect(StatusCode::OK);
    guest
        .signs_in(email, PASSWORD)
        .await
        .expect_redirect("/account");
    guest
}

/// An owner, and a member of hers with these permissions.
async fn team(house: &House, permissions: &[&str]) -> (Visitor, Visitor) {
    let mut ada = house.visitor();
    ada.registers(house, ADA).await;
    invites(&mut ada, BOB, permissions)
        .await
        .expect_redirect("/clients/team");
    let bob = comes_in(house, BOB).await;
    (ada, bob)
}

async fn page_of(house: &House, email: &str) -> String {
    let person = house.person(PrincipalKind::User, email).await;
    format!("/clients/team/users/{}", person.id)
}

/// Sends the form of a member's page with the fields given.
async fn saves(actor: &mut Visitor, page: &str, fields: &[(&str, &str)]) -> Reply {
    let client = actor
        .get(page)
        .await
        .expect(StatusCode::OK)
        .field_value("client")
        .expect("a client");
    let mut all = vec![("client", client.as_str())];
    all.extend(fields);
    actor.post(page, &all).await
}

async fn client_of(house: &House, email: &str) -> ClientId {
    let person = house.person(PrincipalKind::User, email).await.id;
    let mut tx = house.panel.db.read().await.expect("a unit of work");
    let mine = clients::clients_of(&mut tx, person).await.expect("clients");
    mine.into_iter()
        .find(|of| of.owner)
        .expect("a client of their own")
        .client
        .id
}

async fn templates_to(house: &House, email: &str) -> Vec<String> {
    let mails = house.mails().await.into_iter();
    mails
        .filter(|mail| mail.line.to_address == email)
        .map(|mail| mail.line.template)
        .collect()
}

houses! {
    async fn a_newcomer_joins_by_the_mailed_link_and_never_confirms_twice(house) {
        let (mut ada, mut bob) = team(&house, &["view-invoices"]).await;
        assert_eq!(templates_to(&house, BOB).await, ["invitation"]);
        assert!(templates_to(&house, ADA).await.contains(&"team-joined".to_owned()));
        bob.get("/account").await.expect_text("See invoices");
        bob.get("/clients/team").await.expect(StatusCode::FORBIDDEN);
        let team = ada.get("/clients/team").await.expect(StatusCode::OK);
        team.expect_text("Bob Builder").expect_text("No second factor").expect_text("Nobody is invited");
        let link = house.mailed_link("invitation", BOB).await;
        house.visitor().get(&link).await.expect(StatusCode::GONE);
    }

    async fn whoever_has_an_account_comes_through_the_usual_door_first(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        let (key, _) = bob.enables_totp(&house).await;
        bob.signs_out().await;
        invites(&mut ada, BOB, &["manage-team"]).await.expect_redirect("/clients/team");
        let link = house.mailed_link("invitation", BOB).await;
        bob.get(&link).await.expect(StatusCode::OK).expect_text("/login?next=%2Faccount%2Finvitations");
        // The link is no way around password and second factor.
        let token = token_of(&link);
        let chosen = [("token", token.as_str()), ("name", "Mallory"), ("password", "quite another password")];
        bob.post("/invitation", &chosen).await.expect_redirect("/account/invitations");
        bob.get("/account/invitations").await.expect_redirect("/login?next=%2Faccount%2Finvitations");
        let password = [("email", BOB), ("password", PASSWORD), ("next", "/account/invitations")];
        bob.submit("/login", "/login", &password).await.expect_redirect("/login/verify");
        bob.get("/account/invitations").await.expect_redirect("/login?next=%2Faccount%2Finvitations");
        house.wait_for_next_code();
        let code = house.code(&key);
        bob.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account/invitations");
        bob.get("/account/invitations").await.expect_text("Ada Lovelace invites you");

        let mut carol = house.visitor();
        carol.registers(&house, "carol@example.org").await;
        carol.get(&link).await.expect(StatusCode::OK).expect_text("somebody else").expect_text(BOB);
    }

    async fn a_signed_in_person_joins_by_a_button_and_only_with_that_address(house) {
        let (mut ada, mut bob, mut carol) = (house.visitor(), house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        carol.registers(&house, "carol@example.org").await;
        invites(&mut ada, BOB, &["manage-team"]).await.expect_redirect("/clients/team");
        let link = house.mailed_link("invitation", BOB).await;
        bob.get(&link).await.expect_redirect("/account/invitations");
        let id = bob.get("/account/invitations").await.field_value("invitation").expect("an invitation");
        carol.get("/account/invitations").await.expect_text("no invitation for you");
        let join = [("invitation", id.as_str()), ("answer", "join")];
        carol.post("/account/invitations", &join).await.expect_redirect("/account/invitations");
        bob.get("/clients/team").await.expect(StatusCode::OK).expect_text("Users");
        bob.get("/account/invitations").await;
        bob.post("/account/invitations", &join).await.expect_redirect("/account");
        // He acts for the client he joined, and can go back to his own.
        let team = bob.get("/clients/team").await.expect(StatusCode::OK);
        team.expect_text("You act for").expect_text("Switch account");
        bob.post("/account/invitations", &join).await.expect_redirect("/account/invitations");
        carol.post("/account/switch-client", &[("client", &client_of(&house, ADA).await.to_string())])
            .await.expect(StatusCode::NOT_FOUND);
    }

    async fn an_invitation_can_be_declined_withdrawn_sent_again_and_ends_by_itself(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        invites(&mut ada, BOB, &[]).await.expect_redirect("/clients/team");
        let id = bob.get("/account/invitations").await.field_value("invitation").expect("an invitation");
        bob.post("/account/invitations", &[("invitation", &id), ("answer", "decline")]).await.expect_redirect("/account");
        ada.get("/clients/team").await.expect_text("Nobody is invited");

        invites(&mut ada, "new@example.org", &[]).await.expect_redirect("/clients/team");
        let first = house.mailed_link("invitation", "new@example.org").await;
        house.wait(TimeDelta::minutes(1));
        let page = ada.get("/clients/team").await.expect_text("new@example.org");
        let client = page.field_value("client").expect("a client");
        let (before, _) = page.body.split_once("/resend").expect("an invitation to send again");
        let base = format!("/clients/team/invitations/{}", before.rsplit('/').next().unwrap_or_default());
        ada.post(&format!("{base}/resend"), &[("client", &client)]).await.expect_redirect("/clients/team");
        let second = house.mailed_link("invitation", "new@example.org").await;
        assert_ne!(first, second);
        house.visitor().get(&first).await.expect(StatusCode::GONE);
        house.visitor().get(&second).await.expect(StatusCode::OK);
        ada.post(&format!("{base}/withdraw"), &[("client", &client)]).await.expect_redirect("/clients/team");
        house.visitor().get(&second).await.expect(StatusCode::GONE);
        ada.post(&format!("{base}/withdraw"), &[("client", &client)]).await.expect_redirect("/clients/team");
        ada.get("/clients/team").await.expect_text("not there any more");

        invites(&mut ada, "late@example.org", &[]).await.expect_redirect("/clients/team");
        let late = house.mailed_link("invitation", "late@example.org").await;
        house.wait(TimeDelta::days(7));
        house.visitor().get(&late).await.expect(StatusCode::GONE);
        let mut again = house.visitor();
        again.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        again.get("/clients/team").await.expect_text("late@example.org").expect_text("Expired");
    }

    async fn the_inviter_learns_nothing_about_an_address(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        for email in [BOB, "nil@example.org"] {
            invites(&mut ada, email, &["view-services"]).await.expect_redirect("/clients/team");
            let told = ada.get("/clients/team").await.expect(StatusCode::OK);
            told.expect_text(&format!("An invitation is on its way to {email}."));
        }
        let page = ada.get("/clients/team").await.body;
        let described = |email: &str| {
            let title = format!("<div class=\"row-title break\">{email}");
            let (_, after) = page.split_once(&title).expect("the invitation is listed");
            after.split("<form").next().unwrap_or_default().to_owned()
        };
        assert_eq!(described(BOB), described("nil@example.org"));
    }

    async fn an_account_that_nobody_confirmed_is_taken_over_by_whoever_proves_the_address(house) {
        let mut mallory = house.visitor();
        let fields = [("name", "Mallory"), ("email", BOB), ("password", "a trap for somebody else")];
        mallory.submit("/register", "/register", &fields).await.expect(StatusCode::OK);
        let confirm = house.mailed_link("confirm-email", BOB).await;
        team(&house, &[]).await;
        house.visitor().signs_in(BOB, "a trap for somebody else").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        house.visitor().get(&confirm).await.expect(StatusCode::GONE);
        assert_eq!(house.person(PrincipalKind::User, BOB).await.name, "Bob Builder");
    }

    async fn permissions_hold_from_the_next_request_on_and_the_person_hears_of_it(house) {
        let (mut ada, mut bob) = team(&house, &[]).await;
        let page = page_of(&house, BOB).await;
        bob.get("/clients/profile").await.expect(StatusCode::FORBIDDEN);
        saves(&mut ada, &page, &[("name", "Bob"), ("permission_manage-profile", "yes")]).await.expect_redirect("/clients/team");
        let client = bob.get("/clients/profile").await.expect(StatusCode::OK).field_value("client").expect("a client");
        assert!(bob.get("/account").await.body.contains("href=\"/clients/profile\""));
        bob.post("/clients/profile", &[("client", &client), ("name", "Bob & Ada")]).await.expect_redirect("/clients/profile");
        saves(&mut ada, &page, &[("name", "Bob")]).await.expect_redirect("/clients/team");
        bob.post("/clients/profile", &[("client", &client), ("name", "Bob alone")]).await.expect(StatusCode::FORBIDDEN);
        assert!(!bob.get("/account").await.body.contains("href=\"/clients/profile\""));
        assert_eq!(templates_to(&house, BOB).await.iter().filter(|it| *it == "team-permissions").count(), 2);
    }

    async fn nobody_grows_beyond_their_own_permissions(house) {
        let (mut ada, mut bob) = team(&house, &["manage-team", "view-invoices"]).await;
        // What he does not have he cannot give: the box is not his to tick.
        invites(&mut bob, "carol@example.org", &["view-invoices", "pay-invoices"]).await.expect_redirect("/clients/team");
        comes_in(&house, "carol@example.org").await;
        let carol = page_of(&house, "carol@example.org").await;
        let shown = ada.get(&carol).await.expect(StatusCode::OK).body;
        assert!(shown.contains("name=\"permission_view-invoices\" type=\"checkbox\" value=\"yes\" checked"));
        assert!(!shown.contains("name=\"permission_pay-invoices\" type=\"checkbox\" value=\"yes\" checked"));
        // Nor does he make himself an owner, nor touch one.
        let (own, hers) = (page_of(&house, BOB).await, page_of(&house, ADA).await);
        saves(&mut bob, &own, &[("owner", "yes"), ("permission_manage-team", "yes"), ("permission_pay-invoices", "yes")])
            .await.expect_redirect("/clients/team");
        let shown = ada.get(&own).await.body;
        assert!(!shown.contains("id=\"field-owner\" name=\"owner\" type=\"checkbox\" value=\"yes\" checked"));
        assert!(!shown.contains("name=\"permission_pay-invoices\" type=\"checkbox\" value=\"yes\" checked"));
        let page = bob.get(&hers).await.expect(StatusCode::OK).expect_text("Only an owner can change an owner");
        let client = bob.get("/clients/team").await.field_value("client").or(page.field_value("client"));
        let client = client.unwrap_or(client_of(&house, ADA).await.to_string());
        bob.post(&hers, &[("client", &client), ("name", "Nobody")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        bob.post(&format!("{hers}/remove"), &[("client", &client)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.person(PrincipalKind::User, ADA).await.name, "Ada Lovelace");
    }

    async fn a_client_keeps_an_owner(house) {
        let (mut ada, mut bob) = team(&house, &[]).await;
        let (own, his) = (page_of(&house, ADA).await, page_of(&house, BOB).await);
        saves(&mut ada, &own, &[("permission_manage-team", "yes")]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("at least one owner");
        let client = client_of(&house, ADA).await.to_string();
        ada.post(&format!("{own}/remove"), &[("client", &client)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        saves(&mut ada, &his, &[("name", "Bob"), ("owner", "yes")]).await.expect_redirect("/clients/team");
        bob.get("/clients/team").await.expect(StatusCode::OK);
        ada.submit(&format!("{own}/remove"), &format!("{own}/remove"), &[("client", &client)]).await.expect_redirect("/account");
        ada.get("/clients/team").await.expect(StatusCode::FORBIDDEN);
    }

    async fn whoever_is_removed_is_out_at_once_and_so_is_what_they_sent(house) {
        let (mut ada, mut bob) = team(&house, &["manage-team"]).await;
        invites(&mut bob, "carol@example.org", &[]).await.expect_redirect("/clients/team");
        let link = house.mailed_link("invitation", "carol@example.org").await;
        bob.get("/clients/team").await.expect(StatusCode::OK);
        let page = format!("{}/remove", page_of(&house, BOB).await);
        let client = ada.get(&page).await.expect(StatusCode::OK).expect_text("Bob Builder").field_value("client").expect("a client");
        ada.post(&page, &[("client", &client)]).await.expect_redirect("/clients/team");
        bob.get("/clients/team").await.expect(StatusCode::FORBIDDEN);
        bob.get("/account").await.expect(StatusCode::OK).expect_text("You do not belong to a client yet");
        house.visitor().get(&link).await.expect(StatusCode::GONE);
        assert!(templates_to(&house, BOB).await.contains(&"team-removed".to_owned()));
        let events = staff_log(&house).await;
        for event in ["team.invited", "team.joined", "team.removed"] {
            assert!(events.contains(event), "{event}");
        }
    }

    async fn whoever_loses_a_client_acts_for_another_of_theirs(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        invites(&mut ada, BOB, &["manage-team"]).await.expect_redirect("/clients/team");
        let id = bob.get("/account/invitations").await.field_value("invitation").expect("an invitation");
        bob.post("/account/invitations", &[("invitation", &id), ("answer", "join")]).await.expect_redirect("/account");
        bob.get("/clients/team").await.expect_text(ADA);
        let page = format!("{}/remove", page_of(&house, BOB).await);
        let client = client_of(&house, ADA).await.to_string();
        ada.submit(&page, &page, &[("client", &client)]).await.expect_redirect("/clients/team");
        let own = bob.get("/clients/team").await.expect(StatusCode::OK).body;
        assert!(own.contains(BOB) && !own.contains(ADA), "he is back in his own client");
    }

    async fn a_form_for_one_client_changes_no_other(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        invites(&mut ada, BOB, &["manage-team"]).await.expect_redirect("/clients/team");
        let own = bob.get("/clients/profile").await.expect(StatusCode::OK).field_value("client").expect("a client");
        let id = bob.get("/account/invitations").await.field_value("invitation").expect("an invitation");
        bob.post("/account/invitations", &[("invitation", &id), ("answer", "join")]).await.expect_redirect("/account");
        bob.get(INVITE).await.expect(StatusCode::OK);
        bob.post(INVITE, &[("client", &own), ("email", "x@example.org")]).await.expect(StatusCode::CONFLICT);
        ada.get("/clients/team").await.expect_text("Nobody is invited");
    }

    async fn name_and_number_are_edited_by_the_owner_only_where_nobody_else_knows_the_person(house) {
        let (mut ada, mut bob) = team(&house, &[]).await;
        let page = page_of(&house, BOB).await;
        ada.get(&page).await.expect_text("Germany (+49)");
        saves(&mut ada, &page, &[("name", "Bob"), ("country", "DE"), ("mobile", "030 901820")]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("not the number of a mobile");
        saves(&mut ada, &page, &[("name", "Robert"), ("country", "DE"), ("mobile", "01512 3456789")]).await
            .expect_redirect("/clients/team");
        let stored = house.person(PrincipalKind::User, BOB).await;
        assert_eq!((stored.name.as_str(), stored.mobile.as_deref()), ("Robert", Some("+4915123456789")));
        assert!(templates_to(&house, BOB).await.contains(&"mobile-changed".to_owned()));
        bob.get("/account/profile").await.expect_text("+49 1512 3456789");

        let mut carol = house.visitor();
        carol.registers(&house, "carol@example.org").await;
        invites(&mut ada, "carol@example.org", &[]).await.expect_redirect("/clients/team");
        let id = carol.get("/account/invitations").await.field_value("invitation").expect("an invitation");
        carol.post("/account/invitations", &[("invitation", &id), ("answer", "join")]).await.expect_redirect("/account");
        let hers = page_of(&house, "carol@example.org").await;
        let shown = ada.get(&hers).await.expect(StatusCode::OK).expect_text("Name and number are theirs");
        assert!(!shown.body.contains("name=\"mobile\""));
        saves(&mut ada, &hers, &[("name", "Caroline"), ("country", "DE"), ("mobile", "01512 3456789")]).await
            .expect_redirect("/clients/team");
        let stored = house.person(PrincipalKind::User, "carol@example.org").await;
        assert_eq!((stored.name.as_str(), stored.mobile), ("Ada Lovelace", None));
    }

    async fn r84_r140_ones_own_number_takes_a_fresh_proof_and_a_mail_tells_of_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(TimeDelta::minutes(10));
        ada.get("/account/mobile").await.expect_redirect("/account/step-up?next=%2Faccount%2Fmobile");
        ada.get("/account/profile").await.expect(StatusCode::OK).expect_text("No number");
        let typed = [("country", "GB"), ("mobile", "07400 123456")];
        ada.post("/account/mobile", &typed).await.expect_redirect("/account/step-up?next=%2Faccount%2Fmobile");
        ada.submit("/account/step-up?next=%2Faccount%2Fmobile", "/account/step-up", &[("password", PASSWORD), ("next", "/account/mobile")])
            .await.expect_redirect("/account/mobile");
        ada.get("/account/mobile").await.expect(StatusCode::OK);
        ada.post("/account/mobile", &[("country", "GB"), ("mobile", "12")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.post("/account/mobile", &typed).await.expect_redirect("/account/profile");
        assert_eq!(house.person(PrincipalKind::User, ADA).await.mobile.as_deref(), Some("+447400123456"));
        assert_eq!(templates_to(&house, ADA).await.iter().filter(|it| *it == "mobile-changed").count(), 1);
        ada.submit("/account/mobile", "/account/mobile", &[("country", ""), ("mobile", "")]).await.expect_redirect("/account/profile");
        assert_eq!(house.person(PrincipalKind::User, ADA).await.mobile, None);
    }

    async fn r140_every_change_of_a_team_takes_a_fresh_proof(house) {
        let (mut ada, _) = team(&house, &[]).await;
        let his = page_of(&house, BOB).await;
        let client = client_of(&house, ADA).await.to_string();
        house.wait(TimeDelta::minutes(10));
        ada.get("/clients/team").await.expect(StatusCode::OK);
        for path in [INVITE.to_owned(), his.clone(), format!("{his}/remove")] {
            for reply in [ada.get(&path).await, ada.post(&path, &[("client", &client)]).await] {
                let to = reply.location().unwrap_or_default();
                assert!(to.starts_with("/account/step-up?next=%2Fclients%2Fteam"), "{path}: {} {to}", reply.status);
            }
        }
    }

    async fn too_many_invitations_have_to_wait(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        for number in 0..20 {
            invites(&mut ada, &format!("guest{number}@example.org"), &[]).await.expect_redirect("/clients/team");
        }
        invites(&mut ada, "guest20@example.org", &[]).await.expect(StatusCode::TOO_MANY_REQUESTS);
        house.wait(TimeDelta::hours(1));
        let mut again = house.visitor();
        again.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        invites(&mut again, "guest20@example.org", &[]).await.expect_redirect("/clients/team");
    }

    async fn every_page_of_a_client_refuses_who_lacks_its_permission_and_who_is_a_stranger(house) {
        let (_ada, mut bob) = team(&house, &[]).await;
        let client = client_of(&house, ADA).await;
        let person = house.person(PrincipalKind::User, BOB).await.id;
        for route in census() {
            let Guard::Client(demanded) = route.guard else { continue };
            let path = route.path.replace("{id}", "01890000-0000-7000-8000-000000000000");
            let without: Permissions = ClientPermission::ALL.iter().copied().filter(|it| *it != demanded).collect();
            for standing in [Some(without), None] {
                let is_member = standing.is_some();
                stand(&house, client, person, standing).await;
                for method in &route.methods {
                    let reply = if *method == Method::GET { bob.get(&path).await } else {
                        bob.get("/account").await;
                        bob.post(&path, &[("client", &client.to_string())]).await
                    };
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{method} {path}, a member: {is_member}");
                }
            }
            stand(&house, client, person, Some([demanded].into_iter().collect())).await;
            if route.methods.contains(&Method::GET) {
                assert_ne!(bob.get(&path).await.status, StatusCode::FORBIDDEN, "{path} opens with its permission");
            }
        }
    }
}

/// Makes a person stand so in a client, and act for it in every session whatever it takes.
async fn stand(
    house: &House,
    client: ClientId,
    person: innkeeper_identity::ids::PrincipalId,
    permissions: Option<Permissions>,
) {
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    clients::remove_member(&mut tx, client, person)
        .await
        .expect("a change");
    if let Some(permissions) = permissions {
        let membership = Membership {
            client_id: client,
            principal_id: person,
            owner: false,
            permissions,
            created_at: house.now(),
        };
        assert!(
            clients::add_member(&mut tx, &membership)
                .await
                .expect("a change")
        );
    }
    for session in sessions::list_live(&mut tx, person, house.now())
        .await
        .expect("sessions")
    {
        sessions::set_client(&mut tx, session.id, Some(client))
            .await
            .expect("a change");
    }
    tx.commit().await.expect("a commit");
}

/// The audit log as staff see it.
async fn staff_log(house: &House) -> String {
    let mut owner = crate::staff::staff(
        house,
        "grace@sunny.example",
        innkeeper_identity::permission::Role::Owner,
    )
    .await;
    owner
        .get("/staff/audit?event=team.")
        .await
        .expect(StatusCode::OK)
        .body
}

#[test]
fn every_route_below_clients_names_its_permission_and_no_other_does() {
    for route in census() {
        let is_of_client = route.path.starts_with("/clients/");
        let names_one = matches!(route.guard, Guard::Client(_));
        assert_eq!(is_of_client, names_one, "{}", route.path);
    }
}
