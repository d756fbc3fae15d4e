//! What plugins show on pages: text of theirs in a card that says whose it is, or nothing.

use std::time::Duration;

use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_tests::accessibility;
use innkeeper_tests::browser::{Browser, ColourScheme};
use innkeeper_tests::visitor::Visitor;

use super::asked::{HOME as MORE, asked, failures};
use super::estate::Estate;
use crate::houses::{Address, houses, types_password};
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const HOME: &str = "/account";
const SECURITY: &str = "/account/security";
const BY: &str = "Shown by a plugin";

async fn page(visitor: &mut Visitor, path: &str) -> String {
    visitor.get(path).await.expect(StatusCode::OK).body
}

/// What staff see of Ada.
async fn staff_view(estate: &Estate, owner: &mut Visitor) -> String {
    let ada = estate.house.person(PrincipalKind::User, ADA).await;
    page(owner, &format!("/staff/users/{}", ada.id)).await
}

houses! {
    async fn r124_what_a_plugin_shows_is_text_and_says_whose_it_is(house) {
        let estate = asked(house, Duration::from_secs(10), MORE).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        let home = page(&mut ada, HOME).await;
        assert!(home.contains(BY) && home.contains(">Evil</h2>"), "{home}");
        assert!(home.contains("It said &lt;script&gt;alert(1)&lt;"), "{home}");
        assert!(!home.contains("<script>alert") && !home.contains("<h1>Heading") && !home.contains("<i>"), "{home}");
        assert!(home.contains("customer.home of user"), "{home}");
        let outside = "href=\"https://status.acme.example/a?b=c\" rel=\"noreferrer\"";
        assert!(home.contains(outside) && home.contains("(status.acme.example)"), "{home}");
        assert!(home.contains("href=\"/account/profile\"") && home.contains("alert-warning"), "{home}");
        assert!(!page(&mut ada, SECURITY).await.contains(BY), "it did not ask for that place");

        let mut owner = staff(&estate.house, "grace@sunny.example", Role::Owner).await;
        let view = staff_view(&estate, &mut owner).await;
        assert!(view.contains("staff.person of user") && !view.contains("<script>alert"), "{view}");
        assert_eq!(failures(&estate), 0);
    }

    async fn r120_r124_of_what_cannot_be_shown_nothing_is_shown_and_it_is_counted(house) {
        let estate = asked(house, Duration::from_secs(10), MORE).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        let bad = ["many", "link javascript:alert(1)", "huge", "trap"];
        for (failed, what) in bad.into_iter().enumerate() {
            estate.sets(&[("what", what)]).await;
            let home = page(&mut ada, HOME).await;
            assert!(!home.contains(BY) && !home.contains("javascript:"), "{what}: {home}");
            assert_eq!(failures(&estate), failed as u64 + 1, "{what}");
        }
        estate.sets(&[("what", "nothing")]).await;
        assert!(!page(&mut ada, HOME).await.contains(BY), "a card without anything in it");
        estate.sets(&[("what", "link /account/../..//evil.example")]).await;
        assert!(!page(&mut ada, HOME).await.contains("evil.example"), "a path that is none");
    }

    async fn r120_a_page_waits_for_no_slow_plugin(house) {
        let estate = asked(house, Duration::from_millis(50), MORE).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        estate.sets(&[("what", "loop")]).await;
        let before = failures(&estate);
        assert!(!page(&mut ada, HOME).await.contains(BY));
        assert_eq!(failures(&estate), before + 1);
    }

    async fn the_guard_shows_people_and_staff_which_networks_are_known(house) {
        let estate = Estate::with(house, "geo-guard", &[], None).await;
        let mut ada = estate.house.visitor().from_address([203, 0, 113, 7]);
        ada.registers(&estate.house, ADA).await;
        assert!(!page(&mut ada, SECURITY).await.contains(BY), "nothing is known yet");
        estate.tells().await;
        let security = page(&mut ada, SECURITY).await;
        assert!(security.contains(BY) && security.contains("Network guard"), "{security}");
        assert!(security.contains("203.0.113.0/24"), "{security}");
        assert!(!page(&mut ada, HOME).await.contains(BY), "it did not ask for that place");

        let mut owner = staff(&estate.house, "grace@sunny.example", Role::Owner).await;
        assert!(staff_view(&estate, &mut owner).await.contains("203.0.113.0/24"));
        let mut bob = estate.house.visitor();
        bob.registers(&estate.house, "bob@example.org").await;
        estate.tells().await;
        assert!(!page(&mut bob, SECURITY).await.contains("203.0.113"), "others have others");
    }

    async fn without_a_plugin_pages_show_nothing_of_the_kind(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        assert!(!page(&mut ada, HOME).await.contains(BY));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_plugin_shows_can_be_read_by_everybody() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let address = Address::take().await;
    let Some(house) = address.house().await else {
        return;
    };
    let estate = Box::pin(asked(house, Duration::from_secs(10), MORE)).await;
    let mut ada = estate.house.visitor();
    ada.registers(&estate.house, ADA).await;
    let url = address.url.clone();
    address.serve(&estate.house);

    types_password(&browser, &url, ADA).await;
    browser.wait_for_text(BY).await.expect("it shows something");
    for scheme in [ColourScheme::Light, ColourScheme::Dark] {
        browser.prefer(scheme).await.expect("colours");
        accessibility::assert_none(&browser).await;
    }
    browser
        .set_window_rect(0, 0, 400, 900)
        .await
        .expect("a size");
    accessibility::assert_none(&browser).await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let wide = browser.execute(wide, Vec::new()).await.expect("a number");
    assert_eq!(wide.json().as_i64(), Some(0), "nothing sticks out");
}
