//! Numbers for Prometheus. Labels are taken from short fixed lists, never from what strangers send.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Every number of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Histogram, Seconds>,
    sign_ins: Family<SignInLabels, Counter>,
    jobs: Family<JobLabels, Counter>,
    job_seconds: Family<KindLabels, Histogram, Seconds>,
    mails: Family<OutcomeLabels, Counter>,
    hashing_waiting: Gauge,
    hashing_seconds: Histogram,
}

/// The first digit of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum StatusClass {
    /// 1xx and 2xx.
    Success,
    /// 3xx.
    Redirection,
    /// 4xx.
    ClientError,
    /// 5xx.
    ServerError,
}

/// How a piece of work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum Outcome {
    /// Done.
    Done,
    /// Failed and will be tried again.
    Retried,
    /// Failed for good.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: StatusClass,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SignInLabels {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    kind: &'static str,
    outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: Outcome,
}

/// Makes histograms of seconds with the same buckets everywhere, so that they can be compared.
#[derive(Clone, Copy)]
struct Seconds;

impl MetricConstructor<Histogram> for Seconds {
    fn new_metric(&self) -> Histogram {
        Histogram::new([
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
        ])
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("innkeeper"),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(Seconds),
            sign_ins: Family::default(),
            jobs: Family::default(),
            job_seconds: Family::new_with_constructor(Seconds),
            mails: Family::default(),
            hashing_waiting: Gauge::default(),
            hashing_seconds: Seconds.new_metric(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let all = &mut self.registry;
        all.register("http_requests", "Requests answered", self.requests.clone());
        let seconds = self.request_seconds.clone();
        all.register_with_unit(
            "http_request",
            "How long requests took",
            Unit::Seconds,
            seconds,
        );
        all.register("sign_ins", "Attempts to sign in", self.sign_ins.clone());
        all.register("jobs", "Runs of background jobs", self.jobs.clone());
        all.register_with_unit(
            "job",
            "How long jobs took",
            Unit::Seconds,
            self.job_seconds.clone(),
        );
        all.register("mails", "Attempts to send a mail", self.mails.clone());
        all.register(
            "hashing_waiting",
            "Password hashes waiting for their turn",
            self.hashing_waiting.clone(),
        );
        let seconds = self.hashing_seconds.clone();
        all.register_with_unit(
            "hashing",
            "How long password hashes took",
            Unit::Seconds,
            seconds,
        );
    }

    /// A request was answered. `route` is the pattern, such as `/staff/users/{id}`.
    pub fn answered(&self, method: &'static str, route: &str, status: StatusClass, took: Duration) {
        let labels = RequestLabels {
            method,
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        let route = RouteLabels {
            route: route.to_owned(),
        };
        self.request_seconds
            .get_or_create(&route)
            .observe(took.as_secs_f64());
    }

    /// Somebody tried to sign in; `outcome` is a word such as `password` or `wrong-password`.
    pub fn sign_in(&self, outcome: &'static str) {
        self.sign_ins.get_or_create(&SignInLabels { outcome }).inc();
    }

    /// A job ran.
    pub fn job(&self, kind: &'static str, outcome: Outcome, took: Duration) {
        self.jobs.get_or_create(&JobLabels { kind, outcome }).inc();
        self.job_seconds
            .get_or_create(&KindLabels { kind })
            .observe(took.as_secs_f64());
    }

    /// A mail was tried.
    pub fn mail(&self, outcome: Outcome) {
        self.mails.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    /// How many hashes wait now.
    pub fn hashing_queue(&self, waiting: usize) {
        self.hashing_waiting
            .set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }

    /// A hash was made or compared.
    pub fn hashed(&self, took: Duration) {
        self.hashing_seconds.observe(took.as_secs_f64());
    }

    /// Everything, in the OpenMetrics text format.
    ///
    /// # Errors
    /// None in practice: text is written to memory.
    pub fn encode(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl StatusClass {
    /// The class of a status.
    pub fn of(status: u16) -> Self {
        match status {
            ..300 => Self::Success,
            300..400 => Self::Redirection,
            400..500 => Self::ClientError,
            _ => Self::ServerError,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_can_be_read() {
        let metrics = Metrics::default();
        metrics.answered(
            "GET",
            "/staff/users/{id}",
            StatusClass::of(200),
            Duration::from_millis(3),
        );
        metrics.sign_in("wrong-password");
        metrics.job("send-mail", Outcome::Retried, Duration::from_secs(1));
        metrics.mail(Outcome::Done);
        metrics.hashing_queue(3);
        metrics.hashed(Duration::from_millis(20));
        let text = metrics.encode().unwrap();
        for line in [
            r#"innkeeper_http_requests_total{method="GET",route="/staff/users/{id}",status="Success"} 1"#,
            r#"innkeeper_http_request_seconds_count{route="/staff/users/{id}"} 1"#,
            r#"innkeeper_sign_ins_total{outcome="wrong-password"} 1"#,
            r#"innkeeper_jobs_total{kind="send-mail",outcome="Retried"} 1"#,
            r#"innkeeper_mails_total{outcome="Done"} 1"#,
            "innkeeper_hashing_waiting 3",
            "innkeeper_hashing_seconds_count 1",
        ] {
            assert!(text.contains(line), "{line} is not in:\n{text}");
        }
    }
}
