//! The routes of the staff area's pages about plugins.

use super::super::staff::plugins;
use super::{Guard, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Guard::Staff, "/staff/plugins", plugins::list),
        Route::get(
            Guard::Staff,
            "/staff/plugins/install",
            plugins::install::show,
        )
        .post(plugins::install::bring)
        .large(plugins::install::MOST_BYTES),
        Route::get(
            Guard::Staff,
            "/staff/plugins/install/confirm",
            plugins::install::ask,
        )
        .post(plugins::install::confirm),
        Route::get(
            Guard::Staff,
            "/staff/plugins/install/progress",
            plugins::install::progress,
        ),
        Route::post_only(
            Guard::Staff,
            "/staff/plugins/install/discard",
            plugins::install::discard,
        ),
        Route::post_only(Guard::Staff, "/staff/plugins/index", plugins::index::list),
        Route::post_only(
            Guard::Staff,
            "/staff/plugins/index/bring",
            plugins::index::bring,
        ),
        Route::get(Guard::Staff, "/staff/plugins/{id}", plugins::show),
        Route::get(Guard::Staff, "/staff/plugins/{id}/icon", plugins::icon),
        Route::get(
            Guard::Staff,
            "/staff/plugins/{id}/settings",
            plugins::settings::show,
        )
        .post(plugins::settings::save),
        Route::post_only(
            Guard::Staff,
            "/staff/plugins/{id}/test",
            plugins::settings::test,
        ),
        Route::get(
            Guard::Staff,
            "/staff/plugins/{id}/update",
            plugins::consent::ask,
        )
        .post(plugins::consent::grant),
        Route::post_only(
            Guard::Staff,
            "/staff/plugins/{id}/update/decline",
            plugins::consent::decline,
        ),
        Route::get(
            Guard::Staff,
            "/staff/plugins/{id}/{action}",
            plugins::switch::confirm,
        )
        .post(plugins::switch::act),
    ]
}
