//! The staff area's pages about plugins: what they show of strangers' words, and who may do what.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_identity::plugin::PluginState;
use innkeeper_package::archive::pack;
use innkeeper_server::app::plugins;
use innkeeper_tests::visitor::Visitor;

use super::{ADA, Estate, ID, MORE, done, files, package};
use crate::houses::houses;
use crate::staff::staff;

const GRACE: &str = "grace@sunny.example";
const PAGE: &str = "/staff/plugins/dev.example.totp";

/// A package whose author writes markup wherever words are, with an icon.
fn hostile(version: &str) -> Vec<u8> {
    let mut files = files(version, &format!("icon = \"icon.svg\"\n{MORE}"));
    let icon = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8H0z\"/></svg>";
    files.insert("icon.svg".to_owned(), icon.into());
    files.insert(
        "README.md".to_owned(),
        "# Codes\n\n<script>alert(1)</script>\n".into(),
    );
    pack(files).expect("a package")
}

/// Presses the button of a question and gives the page that comes next.
async fn says_yes(visitor: &mut Visitor, question: &str) -> String {
    let asked = visitor.get(question).await.expect(StatusCode::OK);
    let seen = asked
        .field_value("seen")
        .expect("the question says what was seen");
    let done = visitor.post(question, &[("seen", &seen)]).await;
    let next = done.location().expect("it leads on");
    visitor.get(&next).await.expect(StatusCode::OK).body
}

houses! {
    async fn r127_staff_see_who_signed_a_plugin_and_what_it_may_do_in_their_language(house) {
        let estate = Estate::of(house).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        owner.get("/staff/plugins").await.expect(StatusCode::OK).expect_text("No plugin is installed.");
        done(estate.installs(&hostile("1.0.0")).await);
        let key = estate.key.public().fingerprint();
        owner.get("/staff/plugins").await.expect_text("Codes of an app").expect_text(&key).expect_text(">Disabled</span>");
        let shown = owner.get(PAGE).await.expect(StatusCode::OK)
            .expect_text(&key)
            .expect_text("Ask the server api.acme.example").expect_text("It says: Asks Acme.")
            .expect_text("&lt;script&gt;alert(1)&lt;/script&gt;")
            .expect_text(&format!("src=\"{PAGE}/icon\""));
        assert!(!shown.body.contains("<script>alert"), "the read-me became markup");
        let icon = owner.get(&format!("{PAGE}/icon")).await.expect(StatusCode::OK);
        assert_eq!(icon.headers["content-type"], "image/svg+xml");
        assert!(icon.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));

        owner.submit("/staff/plugins", "/staff/preferences", &[("locale", "de"), ("return_to", "/staff/plugins")]).await;
        owner.get(PAGE).await.expect_text("Den Server api.acme.example fragen");
        owner.get("/staff/plugins/dev.example.nothing").await.expect(StatusCode::NOT_FOUND);
        owner.get(&format!("{PAGE}/explode")).await.expect(StatusCode::NOT_FOUND);
    }

    async fn only_owners_look_after_plugins_and_only_with_a_fresh_proof(house) {
        let estate = Estate::of(house).await;
        done(estate.installs(&package("1.0.0", "")).await);
        let mut desk = staff(&estate.house, "billing@sunny.example", Role::Billing).await;
        for path in ["/staff/plugins", PAGE, &format!("{PAGE}/icon"), &format!("{PAGE}/enable")] {
            desk.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        desk.submit("/staff", &format!("{PAGE}/enable"), &[]).await.expect(StatusCode::FORBIDDEN);
        assert!(!desk.get("/staff").await.body.contains("/staff/plugins\""), "the navigation offers what is refused");

        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        estate.house.wait(TimeDelta::minutes(6));
        owner.get(PAGE).await.expect(StatusCode::OK);
        for action in ["enable", "disable", "remove"] {
            let question = format!("{PAGE}/{action}");
            let asked = owner.get(&question).await.location().unwrap_or_default();
            assert!(asked.starts_with("/staff/account/step-up?next="), "{action}: {asked}");
            let posted = owner.submit(PAGE, &question, &[("seen", "0")]).await.location().unwrap_or_default();
            assert!(posted.starts_with("/staff/account/step-up?next="), "{action}: {posted}");
        }
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.0.0".to_owned())));
    }

    async fn r125_whom_it_leaves_without_a_way_in_is_said_before_a_plugin_is_removed(house) {
        let estate = Estate::of(house).await;
        done(estate.installs(&package("1.0.0", "")).await);
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        says_yes(&mut owner, &format!("{PAGE}/enable")).await;
        assert_eq!(estate.state().await, Some((PluginState::Enabled, "1.0.0".to_owned())));
        estate.ada().await;

        owner.get(PAGE).await.expect_text("One person holds its factor.").expect_text("One holds no other");
        let question = format!("{PAGE}/remove");
        let asked = owner.get(&question).await.expect(StatusCode::OK)
            .expect_text("One person holds its factor.")
            .expect_text("One holds no other and cannot sign in without the help of staff.");
        let seen = asked.field_value("seen").expect("the question says what was seen");
        let disabled = says_yes(&mut owner, &format!("{PAGE}/disable")).await;
        assert!(disabled.contains(">Disabled</span>"), "{disabled}");
        owner.post(&question, &[("seen", &seen)]).await.expect_redirect(PAGE);
        owner.get(PAGE).await.expect(StatusCode::OK);
        let list = says_yes(&mut owner, &question).await;
        assert!(list.contains("is removed.") && list.contains(ID) && list.contains("One person holds"), "{list}");
        owner.get(PAGE).await.expect(StatusCode::NOT_FOUND);
        let person = estate.house.person(innkeeper_identity::principal::PrincipalKind::User, ADA).await;
        owner.get(&format!("/staff/users/{}", person.id)).await.expect(StatusCode::OK);
    }

    async fn a_plugin_that_was_switched_off_stays_marked_until_staff_decide(house) {
        let estate = Estate::of(house).await;
        estate.enabled(&package("1.0.0", "")).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let mut support = staff(&estate.house, "support@sunny.example", Role::Support).await;
        estate.ada().await;
        let listed = plugins::find(estate.panel(), ID).await.unwrap().expect("it is there");
        plugins::switch_off(estate.panel(), ID, "another version").await.unwrap();
        for _ in 0..2 {
            plugins::switch_off(estate.panel(), ID, &listed.plugin.digest).await.unwrap();
        }
        let mails = estate.house.mails().await;
        let told: Vec<_> = mails.iter().filter(|mail| mail.line.template == "plugin-stopped").collect();
        assert_eq!(told.iter().map(|mail| mail.line.to_address.as_str()).collect::<Vec<_>>(), [GRACE]);
        let text = told.first().and_then(|mail| mail.text_body.as_ref()).map_or("", |body| body.0.as_str());
        assert!(text.contains("Codes of an app (1.0.0) failed again and again"), "{text}");
        assert!(text.contains("One holds no other") && text.contains(PAGE), "{text}");
        let note = "The plugin Codes of an app failed again and again and was switched off.";
        owner.get("/staff").await.expect_text(note).expect_text(&format!("href=\"{PAGE}\""));
        assert!(!support.get("/staff").await.body.contains(note), "who cannot look after plugins is told to");
        owner.get("/staff/plugins").await.expect_text("Switched off after faults");
        owner.get(PAGE).await.expect_text("because it failed again and again");
        let decided = says_yes(&mut owner, &format!("{PAGE}/disable")).await;
        assert!(!decided.contains("Switched off after faults"), "{decided}");
        assert!(!owner.get("/staff").await.body.contains(note), "the dashboard still says so");
    }
}
