//! The audit log and its filters.

use innkeeper_identity::ids::{AuditId, ClientId, PrincipalId};
use innkeeper_identity::principal::ActorKind;
use innkeeper_store::audit::{self, AuditEntry, Filter};
use innkeeper_store::audit_chain::{self, ChainKey};
use innkeeper_store::{Page, engines};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::world::{BOTTOM, at, chance};

fn entry(
    number: u64,
    event: &str,
    actor: Option<PrincipalId>,
    subject: Option<Uuid>,
) -> AuditEntry {
    AuditEntry {
        id: AuditId::new(at(0), chance(number)),
        at: at(i64::try_from(number).unwrap()),
        event: event.to_owned(),
        actor_kind: ActorKind::User,
        actor_id: actor,
        subject_kind: subject.map(|_| "user".to_owned()),
        subject_id: subject,
        client_id: None,
        ip: Some("2001:db8::7".to_owned()),
        user_agent: None,
        request_id: Some("r1".to_owned()),
        detail: json!({"factor": "totp", "n": number}),
    }
}

engines! {
    async fn lines_are_found_by_what_who_and_whom(db: Db) {
        let (one, two) = (PrincipalId(Uuid::from_u128(1)), PrincipalId(Uuid::from_u128(2)));
        let house = ClientId(Uuid::from_u128(3));
        let mut last = entry(5, "client.saved", Some(two), None);
        last.client_id = Some(house);
        let lines = [
            entry(1, "factor.enrolled", Some(one), Some(one.0)),
            entry(2, "factor.removed", Some(two), Some(one.0)),
            entry(3, "factors.reset", Some(two), Some(two.0)),
            entry(4, "sign-in.failed", None, None),
            last.clone(),
        ];
        let mut tx = db.begin().await.unwrap();
        db.chain_audit_with(ChainKey::new(Zeroizing::new([7; 32])));
        audit_chain::begin(&mut tx, at(0)).await.unwrap();
        for line in &lines {
            audit::record(&mut tx, line.clone());
        }
        tx.commit().await.unwrap();
        let found = async |filter: Filter<'_>| {
            let mut tx = db.read().await.unwrap();
            let rows = audit::list(&mut tx, filter, Page::first(9)).await.unwrap().rows;
            let back = audit::list(&mut tx, filter, Page::before(BOTTOM, 9)).await.unwrap().rows;
            assert_eq!(rows, back, "read from the other end");
            rows.iter().map(|row| row.detail["n"].as_u64().unwrap()).collect::<Vec<_>>()
        };
        let any = Filter::default();
        assert_eq!(found(any).await, [5, 4, 3, 2, 1]);
        assert_eq!(found(Filter { event: Some("factor."), ..any }).await, [2, 1]);
        assert_eq!(found(Filter { actor: Some(two), ..any }).await, [5, 3, 2]);
        assert_eq!(found(Filter { subject: Some(one.0), ..any }).await, [2, 1]);
        assert_eq!(found(Filter { subject: Some(one.0), actor: Some(two), ..any }).await, [2]);
        assert_eq!(found(Filter { client: Some(house), ..any }).await, [5]);
        assert_eq!(found(Filter { about: Some(two), ..any }).await, [5, 3, 2]);
        let mut tx = db.read().await.unwrap();
        let page = audit::list(&mut tx, any, Page::first(1)).await.unwrap();
        assert_eq!(page.rows, [last]);
    }
}
