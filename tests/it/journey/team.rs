//! J3: an owner asks somebody in, who joins by the mail, gets permissions and a number, switches between
//! two clients, and is removed.

use innkeeper_tests::browser::{Browser, Role};
use innkeeper_tests::visitor::Visitor;
use thirtyfour::By;

use super::{Guest, House, NAME, PASSWORD};

const BOB: &str = "bob@example.org";
const GRACE: &str = "grace@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn j3_a_team_is_invited_given_permissions_and_removed_and_one_person_acts_for_two_clients() {
    let Some([browser, another]) = Browser::start_two().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(folder.path());
    let ada = Guest {
        browser: &browser,
        house: &house.url,
        looks: true,
        eyes: None,
    };
    let bob = Guest {
        browser: &another,
        ..ada
    };
    let quiet = Guest {
        looks: false,
        ..ada
    };
    quiet.registers(&house).await;

    ada.invites_bob().await;
    bob.accepts_as_a_newcomer(&house).await;

    ada.open("/clients/team").await;
    ada.reads("Bob Builder").await;
    ada.follow("Edit Bob Builder").await;
    ada.arrives_at("Bob Builder", "team-member").await;
    ada.selects("#field-country option[value=DE]").await;
    ada.fill("Mobile number (optional)", "01512 3456789").await;
    ada.ticks("Manage the team").await;
    ada.press("Save").await;
    ada.reads("The changes to Bob Builder were saved").await;
    house.mailed(BOB, "Your permissions for Ada Lovelace").await;
    house.mailed(BOB, "Your mobile number").await;
    bob.open("/account/profile").await;
    bob.reads("+49 1512 3456789").await;
    bob.follow("Team").await;
    bob.reads("The people who act for Ada Lovelace").await;

    grace_invites_bob(&house).await;
    bob.opens_mailed(&house, BOB, "invites you to Grace Hopper")
        .await;
    bob.arrives_at("Invitations", "invitations").await;
    bob.press("Join Grace Hopper").await;
    bob.reads("You belong to Grace Hopper now").await;
    bob.arrives_at("Good to see you, Bob Builder", "account-of-two")
        .await;
    bob.press("Switch account").await;
    bob.press("Ada Lovelace").await;
    bob.reads("You act for Ada Lovelace").await;
    bob.open("/clients/team").await;
    bob.arrives_at("Team", "team-of-two").await;

    ada.open("/clients/team").await;
    ada.follow("Edit Bob Builder").await;
    ada.reads("Name and number are theirs").await;
    ada.follow("Remove from the team").await;
    ada.arrives_at("Remove Bob Builder from the team?", "team-remove")
        .await;
    ada.press("Remove").await;
    ada.reads("Bob Builder does not belong to the team any more")
        .await;
    house.mailed(BOB, "You do not belong to Ada Lovelace").await;
    bob.open("/account").await;
    bob.reads("Grace Hopper").await;
    let left = bob.body().await;
    assert!(!left.contains(NAME), "he sees the client no longer: {left}");
    bob.open("/clients/team").await;
    bob.arrives_at("This door stays closed", "team-refused")
        .await;
}

/// Somebody with a client of her own, without a browser.
async fn grace_invites_bob(house: &House) {
    let mut grace = Visitor::at(&house.url);
    let fields = [
        ("name", "Grace Hopper"),
        ("email", GRACE),
        ("password", PASSWORD),
    ];
    grace.submit("/register", "/register", &fields).await;
    let link = house.mailed(GRACE, "Confirm your address").await;
    let token = link.split("token=").nth(1).unwrap().to_owned();
    let path = link.strip_prefix(&house.url).unwrap().to_owned();
    grace
        .submit(&path, "/register/confirm", &[("token", &token)])
        .await;
    grace
        .signs_in(GRACE, PASSWORD)
        .await
        .expect_redirect("/account");
    let page = grace.get("/clients/team/invite").await;
    let client = page.field_value("client").unwrap();
    let fields = [("client", client.as_str()), ("email", BOB)];
    grace
        .post("/clients/team/invite", &fields)
        .await
        .expect_redirect("/clients/team");
}

impl House {
    /// The link in the first mail to somebody with that in its subject; empty where it has none.
    async fn mailed(&self, to: &str, subject: &str) -> String {
        let fits = |mail: &innkeeper_tests::smtp::Mail| {
            mail.receivers == [to] && mail.subject.contains(subject)
        };
        let text = self.mail.wait_for(fits).await.unwrap().text.unwrap();
        let mut words = text.split_whitespace();
        words
            .find(|word| word.starts_with(&self.url))
            .unwrap_or_default()
            .to_owned()
    }
}

impl Guest<'_> {
    async fn invites_bob(&self) {
        self.follow("Team").await;
        self.arrives_at("Team", "team-alone").await;
        self.follow("Invite somebody").await;
        self.arrives_at("Invite somebody", "team-invite").await;
        self.fill("Email", BOB).await;
        self.ticks("See invoices").await;
        self.press("Send invitation").await;
        self.reads("An invitation is on its way to bob@example.org")
            .await;
        self.arrives_at("Team", "team-invited").await;
    }

    async fn accepts_as_a_newcomer(&self, house: &House) {
        self.opens_mailed(house, BOB, "invites you to Ada Lovelace")
            .await;
        self.arrives_at("Join Ada Lovelace", "invitation").await;
        self.fill("Name", "Bob Builder").await;
        self.fill("Password", PASSWORD).await;
        self.press("Create account and join").await;
        self.arrives_at("You are in", "invitation-done").await;
        self.follow("Sign in").await;
        self.fill("Email", BOB).await;
        self.fill("Password", PASSWORD).await;
        self.press("Sign in").await;
        self.reads("Good to see you, Bob Builder").await;
        self.reads("See invoices").await;
    }

    async fn opens_mailed(&self, house: &House, to: &str, subject: &str) {
        let link = house.mailed(to, subject).await;
        self.browser.goto(link).await.unwrap();
    }

    async fn ticks(&self, name: &str) {
        let found = self.browser.find_by_role(Role::Checkbox, name).await;
        self.browser.click(&found.unwrap()).await.unwrap();
    }

    async fn selects(&self, option: &str) {
        let found = self.browser.find(By::Css(option)).await.unwrap();
        found.click().await.unwrap();
    }
}
