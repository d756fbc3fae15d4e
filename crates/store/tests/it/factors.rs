//! Credentials, enrolments, challenges, and sealing them anew.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::{ChallengePurpose, CredentialState};
use innkeeper_identity::ids::{ChallengeId, CredentialId, EnrolmentId, PrincipalId};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Restriction;
use innkeeper_store::challenges::{self, Challenge, Labelled};
use innkeeper_store::credentials::{self, Credential, Holders, Removed, Use};
use innkeeper_store::enrolments::{self, Enrolment, Step};
use innkeeper_store::keys::{self, KeyCheck, SealedColumn};
use innkeeper_store::sessions::Session;
use innkeeper_store::{Db, Page, Sealed, engines, principals, sessions};
use serde_json::json;
use uuid::Uuid;

use crate::plugins::keeps_two_secrets;
use crate::world::{at, chance, race, session, user};

fn sealed(text: &str) -> Sealed {
    Sealed(text.as_bytes().to_vec())
}

fn credential(principal: PrincipalId, number: u64, factor: &str) -> Credential {
    Credential {
        id: CredentialId::new(at(0), chance(number)),
        principal_id: principal,
        factor: factor.to_owned(),
        label: format!("Phone {number}"),
        state: CredentialState::Active,
        class: if factor == "backup-codes" {
            Assurance::Recovery
        } else {
            Assurance::Strong
        },
        secret: sealed("seed"),
        secret_version: 0,
        facts: json!({"digits": 6, "algorithm": "SHA1"}),
        position: i64::try_from(number).unwrap(),
        created_at: at(0),
        last_used_at: None,
        last_failed_at: None,
        removed_at: None,
        removed_by: None,
        removed_ip: None,
        identifier: None,
        mobile: None,
    }
}

async fn hold(db: &Db, principal: PrincipalId, number: u64, factor: &str) -> Credential {
    let credential = credential(principal, number, factor);
    let mut tx = db.begin().await.unwrap();
    credentials::insert(&mut tx, &credential).await.unwrap();
    tx.commit().await.unwrap();
    credential
}

fn enrolment(session: &Session, number: u64) -> Enrolment {
    Enrolment {
        id: EnrolmentId::new(at(0), chance(number)),
        session_id: session.id,
        principal_id: session.principal_id,
        factor: "totp".to_owned(),
        replaces: None,
        label: None,
        step: sealed("first"),
        version: 0,
        attempts: 0,
        created_at: at(0),
        expires_at: at(600),
        mobile: None,
    }
}

fn challenge(principal: PrincipalId, bound_to: Uuid, number: u64) -> Challenge {
    Challenge {
        id: ChallengeId::new(at(0), chance(number)),
        purpose: ChallengePurpose::SignIn,
        bound_to,
        principal_id: principal,
        factor: "totp".to_owned(),
        credential_id: None,
        step: sealed("first"),
        version: 0,
        created_at: at(0),
        expires_at: at(600),
    }
}

engines! {
    async fn r48_a_code_is_accepted_once(db: Db) {
        let held = hold(&db, user(&db, 1).await.id, 1, "totp").await;
        let successes = race(&db, {
            let held = held.clone();
            move |db, number| {
                let held = held.clone();
                async move {
                    let (secret, facts) = (sealed(&format!("used {number}")), json!({"by": number}));
                    let used = Use {
                        id: held.id,
                        principal_id: held.principal_id,
                        seen_version: 0,
                        secret: &secret,
                        facts: &facts,
                        now: at(5),
                    };
                    let mut tx = db.begin().await.unwrap();
                    let spent = credentials::spend(&mut tx, used).await.unwrap();
                    tx.commit().await.unwrap();
                    spent
                }
            }
        })
        .await;
        assert_eq!(successes, 1);
        let mut tx = db.read().await.unwrap();
        let after = credentials::find(&mut tx, held.id).await.unwrap().unwrap();
        assert_eq!((after.secret_version, after.last_used_at), (1, Some(at(5))));
        assert_eq!(after.secret, sealed(&format!("used {}", after.facts["by"])));
    }

    async fn what_a_refusal_uses_up_is_noted_once_and_is_no_use(db: Db) {
        let (owner, other) = (user(&db, 1).await.id, user(&db, 2).await.id);
        let held = hold(&db, owner, 1, "totp").await;
        let (secret, facts) = (sealed("burnt"), json!({"burnt": 1}));
        let seen = Use { id: held.id, principal_id: owner, seen_version: 0, secret: &secret, facts: &facts, now: at(5) };
        let mut tx = db.begin().await.unwrap();
        assert!(!credentials::note(&mut tx, Use { principal_id: other, ..seen }).await.unwrap());
        assert!(credentials::note(&mut tx, seen).await.unwrap());
        assert!(!credentials::note(&mut tx, seen).await.unwrap(), "it was noted already");
        assert!(!credentials::spend(&mut tx, seen).await.unwrap(), "a proof of before does not count");
        let after = credentials::find(&mut tx, held.id).await.unwrap().unwrap();
        let (secret, facts) = (secret.clone(), facts.clone());
        let noted = Credential { secret, secret_version: 1, facts, ..held.clone() };
        assert_eq!(after, noted, "nobody got in by it");
        assert!(credentials::disable(&mut tx, held.id).await.unwrap());
        let (secret, facts) = (sealed("burnt too"), json!({}));
        let late = Use { seen_version: 1, secret: &secret, facts: &facts, ..seen };
        assert!(!credentials::note(&mut tx, late).await.unwrap());
    }

    async fn r110_no_two_held_credentials_of_a_factor_have_one_identifier(db: Db) {
        let (owner, other) = (user(&db, 1).await.id, user(&db, 2).await.id);
        let named = |principal, number, factor| Credential {
            identifier: Some("AAEC".to_owned()),
            mobile: None,
            ..credential(principal, number, factor)
        };
        let insert = async |credential: Credential| {
            let mut tx = db.begin().await.unwrap();
            let inserted = credentials::insert(&mut tx, &credential).await;
            if inserted.is_ok() {
                tx.commit().await.unwrap();
            }
            inserted
        };
        let first = named(owner, 1, "passkey");
        insert(first.clone()).await.unwrap();
        assert!(insert(named(other, 2, "passkey")).await.unwrap_err().is_conflict());
        assert!(insert(named(owner, 3, "passkey")).await.unwrap_err().is_conflict());
        insert(named(other, 4, "other-keys")).await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let found = credentials::find_by_identifier(&mut tx, "passkey", "AAEC").await.unwrap();
        assert_eq!(found.as_ref().map(|found| found.id), Some(first.id));
        assert!(credentials::find_by_identifier(&mut tx, "totp", "AAEC").await.unwrap().is_none());
        assert!(credentials::disable(&mut tx, first.id).await.unwrap());
        let found = credentials::find_by_identifier(&mut tx, "passkey", "AAEC").await.unwrap();
        assert!(found.is_none(), "what is disabled finds nobody");
        tx.commit().await.unwrap();
        assert!(insert(named(other, 5, "passkey")).await.unwrap_err().is_conflict());

        let mut tx = db.begin().await.unwrap();
        let removed = Removed { at: at(9), by: None, ip: None };
        assert!(credentials::remove(&mut tx, first.id, removed).await.unwrap());
        tx.commit().await.unwrap();
        insert(named(other, 6, "passkey")).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let record = credentials::find(&mut tx, first.id).await.unwrap().unwrap();
        assert_eq!(record.identifier.as_deref(), Some("AAEC"), "the record keeps it");
    }

    async fn nobody_uses_anothers_disabled_or_removed_credential(db: Db) {
        let (owner, other) = (user(&db, 1).await.id, user(&db, 2).await.id);
        let held = hold(&db, owner, 1, "totp").await;
        let (secret, facts) = (sealed("used"), json!({}));
        let right = Use { id: held.id, principal_id: owner, seen_version: 0, secret: &secret, facts: &facts, now: at(5) };
        let mut tx = db.begin().await.unwrap();
        assert!(!credentials::spend(&mut tx, Use { principal_id: other, ..right }).await.unwrap());
        assert!(!credentials::spend(&mut tx, Use { seen_version: 1, ..right }).await.unwrap());
        assert!(!credentials::rename(&mut tx, held.id, other, "Mine").await.unwrap());
        assert!(credentials::disable(&mut tx, held.id).await.unwrap());
        assert!(!credentials::spend(&mut tx, right).await.unwrap());
        assert!(credentials::list_active(&mut tx, owner).await.unwrap().is_empty());
        assert_eq!(credentials::list_held(&mut tx, owner).await.unwrap().len(), 1);
        let removed = Removed { at: at(7), by: Some(owner), ip: Some("192.0.2.7") };
        assert!(credentials::remove(&mut tx, held.id, removed).await.unwrap());
        assert!(!credentials::remove(&mut tx, held.id, removed).await.unwrap());
        assert!(!credentials::spend(&mut tx, Use { seen_version: 1, ..right }).await.unwrap());
    }

    async fn r4_a_removed_credential_leaves_its_record_without_the_secret(db: Db) {
        let owner = user(&db, 1).await.id;
        let held = hold(&db, owner, 1, "totp").await;
        hold(&db, owner, 2, "backup-codes").await;
        let mut tx = db.begin().await.unwrap();
        assert!(credentials::rename(&mut tx, held.id, owner, "Old phone").await.unwrap());
        assert!(credentials::record_failure(&mut tx, held.id, at(3)).await.unwrap());
        let removed = Removed { at: at(7), by: None, ip: None };
        assert_eq!(credentials::remove_all(&mut tx, owner, removed).await.unwrap(), 2);
        let all = credentials::list_all(&mut tx, owner).await.unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].label.as_str(), all[0].state), ("Old phone", CredentialState::Removed));
        assert_eq!((all[0].secret.clone(), all[0].removed_at, all[0].last_failed_at), (sealed(""), Some(at(7)), Some(at(3))));
        assert!(credentials::list_held(&mut tx, owner).await.unwrap().is_empty());
    }

    async fn lists_say_who_holds_what(db: Db) {
        let (one, two) = (user(&db, 1).await, user(&db, 2).await);
        hold(&db, one.id, 1, "totp").await;
        hold(&db, one.id, 2, "totp").await;
        hold(&db, one.id, 3, "backup-codes").await;
        hold(&db, two.id, 4, "totp").await;
        hold(&db, two.id, 5, "passkey").await;
        let session = session(&db, &one, 1).await;
        let before = db.statements_run();
        let mut tx = db.read().await.unwrap();
        let listed = principals::list(&mut tx, PrincipalKind::User, None, Page::first(9)).await.unwrap();
        assert_eq!(db.statements_run() - before, 1);
        assert_eq!(listed.rows.iter().map(|row| row.active_factors).collect::<Vec<_>>(), [2, 2]);
        let signed_in = sessions::find_signed_in(&mut tx, &session.token_hash, at(1)).await.unwrap().unwrap();
        assert_eq!((signed_in.held_factors, signed_in.is_protected), (3, true));
        assert_eq!(signed_in.session.restriction, Restriction::None);
        let of = |factor: &str, holders, sole| Holders { factor: factor.to_owned(), holders, sole };
        let expected = [of("backup-codes", 1, 0), of("passkey", 1, 0), of("totp", 2, 1)];
        assert_eq!(credentials::holders_by_factor(&mut tx).await.unwrap(), expected);
    }

    async fn r7_only_the_session_that_began_an_enrolment_goes_on_with_it(db: Db) {
        let guest = user(&db, 1).await;
        let (mine, other) = (session(&db, &guest, 1).await, session(&db, &guest, 2).await);
        let begun = enrolment(&mine, 1);
        let mut tx = db.begin().await.unwrap();
        enrolments::insert(&mut tx, &begun).await.unwrap();
        assert_eq!(enrolments::find(&mut tx, begun.id, mine.id, at(1)).await.unwrap().as_ref(), Some(&begun));
        assert_eq!(enrolments::find(&mut tx, begun.id, other.id, at(1)).await.unwrap(), None);
        assert_eq!(enrolments::find(&mut tx, begun.id, mine.id, at(600)).await.unwrap(), None);
        let second = sealed("second");
        let step = Step { id: begun.id, session_id: mine.id, seen_version: 0, label: Some("Phone"), step: &second };
        assert!(!enrolments::advance(&mut tx, Step { session_id: other.id, ..step }, at(1)).await.unwrap());
        assert!(!enrolments::advance(&mut tx, step, at(600)).await.unwrap());
        assert!(enrolments::advance(&mut tx, step, at(1)).await.unwrap());
        assert!(!enrolments::advance(&mut tx, step, at(1)).await.unwrap(), "it moved on");
        assert_eq!(enrolments::count_attempt(&mut tx, begun.id, at(1)).await.unwrap(), Some(1));
        assert_eq!(enrolments::finish(&mut tx, begun.id, other.id, 1, at(1)).await.unwrap(), None);
        assert_eq!(enrolments::finish(&mut tx, begun.id, mine.id, 0, at(1)).await.unwrap(), None);
        let finished = enrolments::finish(&mut tx, begun.id, mine.id, 1, at(1)).await.unwrap().unwrap();
        assert_eq!((finished.label.as_deref(), finished.step), (Some("Phone"), second));
        assert!(!enrolments::delete(&mut tx, begun.id, mine.id).await.unwrap());
    }

    async fn an_enrolment_begun_again_takes_the_place_of_the_first(db: Db) {
        let guest = user(&db, 1).await;
        let mine = session(&db, &guest, 1).await;
        let mut tx = db.begin().await.unwrap();
        enrolments::insert(&mut tx, &enrolment(&mine, 1)).await.unwrap();
        enrolments::count_attempt(&mut tx, enrolment(&mine, 1).id, at(1)).await.unwrap();
        enrolments::insert(&mut tx, &enrolment(&mine, 2)).await.unwrap();
        assert_eq!(enrolments::find(&mut tx, enrolment(&mine, 1).id, mine.id, at(1)).await.unwrap(), None);
        let second = enrolments::find(&mut tx, enrolment(&mine, 2).id, mine.id, at(1)).await.unwrap().unwrap();
        assert_eq!(second.attempts, 0);
        assert_eq!(enrolments::delete_expired(&mut tx, at(599)).await.unwrap(), 0);
        assert_eq!(enrolments::delete_for_principal(&mut tx, guest.id).await.unwrap(), 1);
    }

    async fn an_enrolment_is_finished_once(db: Db) {
        let guest = user(&db, 1).await;
        let mine = session(&db, &guest, 1).await;
        let begun = enrolment(&mine, 1);
        let mut tx = db.begin().await.unwrap();
        enrolments::insert(&mut tx, &begun).await.unwrap();
        tx.commit().await.unwrap();
        let (id, session) = (begun.id, mine.id);
        let successes = race(&db, move |db, _| async move {
            let mut tx = db.begin().await.unwrap();
            let finished = enrolments::finish(&mut tx, id, session, 0, at(1)).await.unwrap();
            tx.commit().await.unwrap();
            finished.is_some()
        })
        .await;
        assert_eq!(successes, 1);
    }

    async fn a_challenge_is_one_per_thing_and_purpose(db: Db) {
        let guest = user(&db, 1).await.id;
        let bound_to = Uuid::from_u128(77);
        let (first, second) = (challenge(guest, bound_to, 1), challenge(guest, bound_to, 2));
        let mut tx = db.begin().await.unwrap();
        challenges::put(&mut tx, &first).await.unwrap();
        assert!(challenges::advance(&mut tx, first.id, 0, &sealed("second")).await.unwrap());
        assert!(!challenges::advance(&mut tx, first.id, 0, &sealed("third")).await.unwrap());
        challenges::put(&mut tx, &second).await.unwrap();
        let found = challenges::find(&mut tx, bound_to, ChallengePurpose::SignIn, at(1)).await.unwrap();
        assert_eq!(found, Some(Labelled { challenge: second, label: None }));
        assert_eq!(challenges::find(&mut tx, bound_to, ChallengePurpose::StepUp, at(1)).await.unwrap(), None);
        assert_eq!(challenges::find(&mut tx, bound_to, ChallengePurpose::SignIn, at(600)).await.unwrap(), None);
        assert!(!challenges::delete(&mut tx, first.id).await.unwrap());
        assert_eq!(challenges::delete_for(&mut tx, bound_to).await.unwrap(), 1);
        challenges::put(&mut tx, &first).await.unwrap();
        assert_eq!(challenges::delete_expired(&mut tx, at(599)).await.unwrap(), 0);
        assert_eq!(challenges::delete_for_principal(&mut tx, guest).await.unwrap(), 1);
    }

    async fn r186_secrets_are_sealed_anew_in_batches(db: Db) {
        let owner = user(&db, 1).await;
        for number in 1..=5 {
            hold(&db, owner.id, number, "totp").await;
        }
        let removed = hold(&db, owner.id, 6, "totp").await;
        let mine = session(&db, &owner, 1).await;
        keeps_two_secrets(&db).await;
        let mut tx = db.begin().await.unwrap();
        credentials::remove(&mut tx, removed.id, Removed { at: at(1), by: None, ip: None }).await.unwrap();
        enrolments::insert(&mut tx, &enrolment(&mine, 1)).await.unwrap();
        challenges::put(&mut tx, &challenge(owner.id, Uuid::from_u128(7), 1)).await.unwrap();
        let mut counts = Vec::new();
        for column in SealedColumn::ALL {
            let (mut after, mut count) = (Uuid::nil(), 0);
            loop {
                let rows = keys::list_sealed(&mut tx, column, after, 2).await.unwrap();
                let Some(last) = rows.last() else { break };
                after = last.id;
                for row in &rows {
                    assert!(keys::replace_sealed(&mut tx, column, row, &sealed("anew")).await.unwrap());
                    assert!(!keys::replace_sealed(&mut tx, column, row, &sealed("again")).await.unwrap());
                    count += 1;
                }
            }
            counts.push(count);
        }
        assert_eq!(counts, [5, 1, 1, 1, 1]);
        let held = credentials::list_active(&mut tx, owner.id).await.unwrap();
        assert!(held.iter().all(|held| held.secret == sealed("anew") && held.secret_version == 0));
    }

    async fn r186_each_key_has_one_check(db: Db) {
        let check = KeyCheck { key_id: "k1".to_owned(), sealed: sealed("known") };
        let mut tx = db.begin().await.unwrap();
        assert!(keys::insert_check(&mut tx, &check).await.unwrap());
        let other = KeyCheck { sealed: sealed("other"), ..check.clone() };
        assert!(!keys::insert_check(&mut tx, &other).await.unwrap());
        assert_eq!(keys::list_checks(&mut tx).await.unwrap(), [check]);
        assert!(keys::delete_check(&mut tx, "k1").await.unwrap());
    }
}
