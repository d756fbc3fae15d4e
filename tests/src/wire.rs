//! A panel on the other end of a real connection, as a router: what visits one in the process can visit
//! it there too.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use http::header;
use reqwest::redirect::Policy;

/// Passes every request on to the panel at that address.
pub fn to(url: &str) -> Router {
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .expect("a client");
    let base = url.trim_end_matches('/').to_owned();
    Router::new().fallback(move |request: Request| {
        let (client, base) = (client.clone(), base.clone());
        async move { pass_on(&client, &base, request).await }
    })
}

async fn pass_on(client: &reqwest::Client, base: &str, request: Request) -> http::Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let mut headers = parts.headers;
    headers.remove(header::HOST);
    let request = client
        .request(parts.method, format!("{base}{}", parts.uri))
        .headers(headers)
        .body(body);
    let answer = request.send().await.expect("the panel answers");
    let mut response = http::Response::builder().status(answer.status());
    if let Some(all) = response.headers_mut() {
        all.extend(answer.headers().clone());
    }
    response
        .body(Body::from(answer.bytes().await.expect("a body")))
        .expect("a response")
}
