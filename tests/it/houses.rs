//! Each story is told in a house of its own, on either engine.

/// Runs a test in a house on each engine.
macro_rules! houses {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident) $body:block)*) => {$(
        mod $name {
            #[expect(clippy::allow_attributes, reason = "not every story uses its file's names")]
            #[allow(unused_imports, reason = "not every story uses its file's names")]
            use super::*;
            use innkeeper_store::Engine;
            use innkeeper_tests::house::House;

            $(#[$doc])*
            async fn story($house: House) $body

            #[tokio::test]
            async fn sqlite() {
                if let Some(house) = House::open(Engine::Sqlite).await {
                    story(house).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(house) = House::open(Engine::Postgres).await {
                    story(house).await;
                }
            }
        }
    )*};
}
pub(crate) use houses;
