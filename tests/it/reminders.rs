//! Reminding people of the second factor, over HTTP, on both engines: previewed, confirmed, written once.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::app::adoption::{Filter, SendReminders};
use innkeeper_server::jobs::Job as _;
use innkeeper_store::mails::Mail;
use innkeeper_store::principals::{self, Profile};
use innkeeper_tests::house::{BASE_URL, House};
use innkeeper_tests::visitor::{Reply, Visitor};

use crate::adoption::{disable, holds, moves_in, require};
use crate::houses::houses;
use crate::staff::staff;

const GRACE: &str = "grace@sunny.example";
const LIST: &str = "/staff/adoption";
const REMIND: &str = "/staff/adoption/remind";
const WITHOUT: &str = "/staff/adoption/remind?kind=users&class=without";

/// The reminders that were written, by address.
async fn written(house: &House) -> Vec<Mail> {
    let mails = house.mails().await.into_iter();
    let mut written: Vec<Mail> = mails
        .filter(|mail| mail.line.template == "factor-reminder")
        .collect();
    written.sort_by(|a, b| a.line.to_address.cmp(&b.line.to_address));
    written
}

async fn reminded(house: &House) -> Vec<String> {
    let written = written(house).await.into_iter();
    written
        .filter_map(|mail| {
            Some(
                mail.line
                    .to_address
                    .strip_suffix("@example.org")?
                    .to_owned(),
            )
        })
        .collect()
}

/// Opens the question and says yes to it.
async fn confirms(staff: &mut Visitor, question: &str) -> Reply {
    let asked = staff.get(question).await.expect(StatusCode::OK);
    let campaign = asked
        .field_value("campaign")
        .expect("there is somebody to remind");
    let (_, query) = question.split_once('?').expect("a filter");
    let filter: Filter = query.parse().expect("a filter");
    let mut fields: Vec<(&str, &str)> = vec![("campaign", &campaign), ("understood", "yes")];
    let given = filter.fields();
    fields.extend(given.iter().map(|(name, value)| (*name, value.as_str())));
    staff.post(REMIND, &fields).await
}

async fn speaks(house: &House, name: &str, locale: &str) {
    let person = house
        .person(PrincipalKind::User, &format!("{name}@example.org"))
        .await;
    let profile = Profile {
        name: &person.name,
        locale,
        time_zone: "Europe/Berlin",
    };
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    principals::save_profile(&mut tx, person.id, profile)
        .await
        .expect("a profile");
    tx.commit().await.expect("committed");
}

async fn enrols(house: &House, name: &str, factor: &str) {
    let person = house
        .person(PrincipalKind::User, &format!("{name}@example.org"))
        .await;
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    holds(&mut tx, house, person.id, factor).await;
    tx.commit().await.expect("committed");
}

async fn unconfirms(house: &House, name: &str) {
    let model = house
        .person(PrincipalKind::User, &format!("{name}@example.org"))
        .await;
    let email = format!("{name}.unconfirmed@example.org");
    let unconfirmed = principals::Principal {
        id: innkeeper_identity::ids::PrincipalId::new(house.now(), house.panel.random.id_bytes()),
        email_key: email.clone(),
        email,
        email_confirmed_at: None,
        ..model
    };
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    assert!(
        principals::insert(&mut tx, &unconfirmed)
            .await
            .expect("a user")
    );
    tx.commit().await.expect("committed");
}

houses! {
    async fn r140_nothing_is_sent_before_somebody_who_may_has_seen_and_confirmed_it(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &["totp"]).await;
        let gone = moves_in(&house, "Cleo", &[]).await;
        disable(&house, gone.id).await;
        unconfirms(&house, "ada").await;
        owner.get(LIST).await.expect_text("href=\"/staff/adoption/remind?kind=users&amp;class=without\"");
        let asked = owner.get("/staff/adoption/remind?kind=users").await.expect(StatusCode::OK)
            .expect_text("1 person would get the mail.").expect_text("1 holds a strong factor")
            .expect_text("1 is disabled").expect_text("1 has not confirmed the address");
        assert!(asked.body.contains("Protect your account at"), "the mail is shown");
        let campaign = asked.field_value("campaign").expect("a campaign");
        let unread = owner.post(REMIND, &[("kind", "users"), ("campaign", &campaign)]).await;
        unread.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text(&campaign);
        for path in [WITHOUT, "/staff/adoption/remind/html?kind=users"] {
            support.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        support.get(LIST).await.expect(StatusCode::OK);
        support.post(REMIND, &[("campaign", &campaign), ("understood", "yes")]).await.expect(StatusCode::FORBIDDEN);
        house.run_jobs().await;
        assert_eq!(reminded(&house).await, [""; 0]);
        house.wait(TimeDelta::minutes(6));
        let stale = [("campaign", campaign.as_str()), ("understood", "yes")];
        let to = owner.post(REMIND, &stale).await.location().unwrap_or_default();
        assert_eq!(to, "/staff/account/step-up?next=%2Fstaff%2Fadoption%2Fremind%3Fkind%3Dusers");
    }

    async fn the_mail_is_shown_as_it_is_sent_in_the_persons_language(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        moves_in(&house, "Ada", &[]).await;
        speaks(&house, "ada", "de").await;
        let asked = owner.get(WITHOUT).await.expect(StatusCode::OK)
            .expect_text("<pre class=\"mail-text\" lang=\"de\"").expect_text("Wir fragen nie per E-Mail nach einem Passwort");
        let (_, rest) = asked.body.split_once("href=\"/staff/adoption/remind/html").expect("a way to the HTML");
        let html = rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
        let html = owner.get(&format!("{REMIND}/html{html}")).await.expect(StatusCode::OK);
        assert!(html.headers["content-security-policy"].to_str().unwrap_or_default().contains("sandbox"));
        owner.get(&format!("{WITHOUT}&lang=en")).await.expect_text("We never ask for a password or a code by mail.");
        confirms(&mut owner, WITHOUT).await.expect_redirect("/staff/adoption?kind=users");
        house.run_jobs().await;
        let mail = written(&house).await.pop().expect("a mail");
        assert_eq!(mail.line.locale, "de");
        let text = mail.text_body.expect("a text").0;
        assert!(text.contains(&format!("{BASE_URL}/account/security")), "{text}");
        assert_eq!(mail.html_body.expect("HTML").0, html.body);
        let shown = asked.body.split("<pre class=\"mail-text\"").nth(1).and_then(|rest| rest.split_once('>')).expect("a text").1;
        let first = text.lines().next().unwrap_or_default();
        assert!(shown.starts_with(first), "{first}");
        let to = house.visitor().get("/account/security").await.location().unwrap_or_default();
        assert!(to.starts_with("/login?next="), "whoever follows the link signs in first: {to}");
    }

    async fn each_person_is_reminded_once_however_often_it_is_asked_for(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        for number in 0..45 {
            moves_in(&house, &format!("User {number:02}"), &[]).await;
        }
        let asked = owner.get(WITHOUT).await.expect(StatusCode::OK).expect_text("45 people would get the mail.");
        let campaign = asked.field_value("campaign").expect("a campaign");
        let yes = [("kind", "users"), ("class", "without"), ("campaign", campaign.as_str()), ("understood", "yes")];
        // The same form twice, and another one beside it.
        let mut crowd = Vec::new();
        for _ in 0..8 {
            let (mut one, mut other) = (owner.clone(), owner.clone());
            let fields = yes.map(|(name, value)| (name, value.to_owned()));
            crowd.push(tokio::spawn(async move {
                let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
                one.post(REMIND, &fields).await.expect_redirect("/staff/adoption?kind=users");
            }));
            crowd.push(tokio::spawn(async move {
                confirms(&mut other, WITHOUT).await.expect_redirect("/staff/adoption?kind=users");
            }));
        }
        for one in crowd {
            one.await.expect("nobody panics");
        }
        // Several workers at once, and attempts that come after others.
        let mut workers = Vec::new();
        for _ in 0..4 {
            let panel = house.panel.clone();
            let id = campaign.parse().expect("an id");
            workers.push(tokio::spawn(async move {
                SendReminders { campaign: id }.run(&panel).await.expect("the work is done");
            }));
        }
        house.run_jobs().await;
        for worker in workers {
            worker.await.expect("nobody panics");
        }
        house.run_jobs().await;
        let mut reminded = reminded(&house).await;
        assert_eq!(reminded.len(), 45);
        reminded.dedup();
        assert_eq!(reminded.len(), 45, "nobody twice");
        owner.get(WITHOUT).await.expect_text("45 were reminded within 30 days").expect_text("There is nobody to remind.");
        owner.get(LIST).await.expect_text("Latest reminders").expect_text("Finished");
        house.wait(TimeDelta::days(30));
        let mut owner = staff(&house, "other@sunny.example", Role::Owner).await;
        confirms(&mut owner, WITHOUT).await.expect_redirect("/staff/adoption?kind=users");
        house.run_jobs().await;
        let mails = house.mails().await;
        assert!(mails.iter().filter(|mail| mail.line.template == "factor-reminder").count() >= 90, "a month later they are");
        owner.get("/staff/audit?event=reminders.").await.expect(StatusCode::OK)
            .expect_text("reminders.started").expect_text("people: 45").expect_text("sent: 45");
    }

    async fn who_has_enrolled_or_gone_meanwhile_gets_none_and_the_page_says_so(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &[]).await;
        moves_in(&house, "Cleo", &[]).await;
        let dora = moves_in(&house, "Dora", &[]).await;
        confirms(&mut owner, "/staff/adoption/remind?kind=users").await.expect_redirect("/staff/adoption?kind=users");
        owner.get(LIST).await.expect_text("0 of 4 mails written").expect_text("Under way");
        enrols(&house, "bob", "totp").await;
        enrols(&house, "cleo", "email-code").await;
        disable(&house, dora.id).await;
        house.run_jobs().await;
        assert_eq!(reminded(&house).await, ["ada", "cleo"], "everybody was meant, so a basic one may be improved");
        let texts: Vec<String> = written(&house).await.into_iter().filter_map(|mail| Some(mail.text_body?.0)).collect();
        assert!(texts[0].contains("guarded by its password alone") && texts[1].contains("has a second factor"), "{texts:?}");
        owner.get(LIST).await.expect_text("2 of 4 mails written").expect_text("Finished")
            .expect_text("1 holds a strong factor").expect_text("1 is disabled");
    }

    async fn who_no_longer_fits_the_filter_gets_none(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &[]).await;
        confirms(&mut owner, WITHOUT).await.expect_redirect("/staff/adoption?kind=users");
        enrols(&house, "bob", "email-code").await;
        house.run_jobs().await;
        assert_eq!(reminded(&house).await, ["ada"]);
        owner.get(LIST).await.expect_text("1 of 2 mails written").expect_text("1 no longer fitted when the mail was due");
    }

    async fn the_mail_says_until_when_there_is_time(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let ada = moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &[]).await;
        let graced = Rule {
            least: Assurance::Strong,
            grace_days: 7,
            ..Rule::of(PrincipalKind::User, Requirement::Required)
        };
        require(&house, graced).await;
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        innkeeper_store::enforcement::begin_grace(&mut tx, ada.id, house.now()).await.expect("grace");
        tx.commit().await.expect("committed");
        confirms(&mut owner, "/staff/adoption/remind?kind=users&rule=due").await.expect_redirect("/staff/adoption?kind=users");
        house.run_jobs().await;
        let texts: Vec<String> = written(&house).await.into_iter().filter_map(|mail| Some(mail.text_body?.0)).collect();
        assert!(texts[0].contains("You have time until 29 November 2026"), "{}", texts[0]);
        assert!(!texts[1].contains("You have time until"), "grace that has not begun has no end: {}", texts[1]);
    }
}
