//! Each story is told in a house of its own, on either engine.

/// Runs a test in a house on each engine.
macro_rules! houses {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident) $body:block)*) => {$(
        $(#[$doc])*
        async fn $name($house: innkeeper_tests::house::House) $body

        mod $name {
            use innkeeper_store::Engine;
            use innkeeper_tests::house::House;

            #[tokio::test]
            async fn sqlite() {
                if let Some(house) = House::open(Engine::Sqlite).await {
                    super::$name(house).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(house) = House::open(Engine::Postgres).await {
                    super::$name(house).await;
                }
            }
        }
    )*};
}
pub(crate) use houses;
