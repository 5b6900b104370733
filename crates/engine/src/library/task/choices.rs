//! What all kinds of tasks have in common.
//!
//! Owns the choices with their builder methods, written once for every builder.

use haul_model::auth::Auth;
use haul_model::data_url::DataUrl;
use haul_model::describe;
use haul_model::link::LinkWish;
use haul_model::notification::Templates;
use haul_model::status::State;
use haul_model::task::{BadTask, Body, Header, Method};
use url::Url;

/// What is told of a task to callbacks and to the stream (M051). Who waits for a task hears what he listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wants {
    /// Nothing; the file arrives all the same.
    Nothing,
    /// Every change of its status.
    #[default]
    Status,
    /// How far it is.
    Progress,
    /// Both.
    Both,
}

impl Wants {
    /// Whether its status is told.
    #[must_use]
    pub const fn status(self) -> bool {
        matches!(self, Self::Status | Self::Both)
    }

    /// Whether it is told how far it is.
    #[must_use]
    pub const fn progress(self) -> bool {
        matches!(self, Self::Progress | Self::Both)
    }
}

/// What a task is among others.
#[derive(Debug, Clone)]
pub(super) struct Choices {
    pub(super) own_id: Option<String>,
    pub(super) group: Option<String>,
    pub(super) priority: u32,
    pub(super) retries: u32,
    pub(super) metadata: String,
    pub(super) display_name: Option<String>,
    pub(super) notifications: Option<Templates>,
    pub(super) link: LinkWish,
    pub(super) auth: Option<Auth>,
    pub(super) state: State,
    pub(super) wants: Wants,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            own_id: None,
            group: None,
            priority: 5,
            retries: 0,
            metadata: String::new(),
            display_name: None,
            notifications: None,
            link: LinkWish::default(),
            auth: None,
            state: State::to_run(),
            wants: Wants::default(),
        }
    }
}

/// What is sent to a server.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub(super) url: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) method: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) secret_headers: Vec<String>,
    pub(super) body: Option<Result<Body, BadTask>>,
}

impl Sent {
    pub(super) fn address(&self) -> Result<Url, BadTask> {
        let query: Vec<_> = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        describe::address(&self.url, &query, None)
    }

    /// The address of a server.
    pub(super) fn server(&self) -> Result<Url, BadTask> {
        let url = self.address()?;
        if DataUrl::is(&url) {
            return Err(BadTask::Url("There is no server behind a data: address. Download it instead.".to_owned()));
        }
        Ok(url)
    }

    /// The method that was named; else one that suits the body.
    pub(super) fn method(&self) -> Result<Method, BadTask> {
        self.method_or(if self.body.is_some() { "POST" } else { "GET" })
    }

    pub(super) fn method_or(&self, usual: &str) -> Result<Method, BadTask> {
        self.method.as_deref().unwrap_or(usual).parse()
    }

    pub(super) fn headers(&self) -> Result<Vec<Header>, BadTask> {
        self.headers.iter().map(|(name, value)| describe::header(name, value)).collect()
    }
}

/// Builder methods that every builder has, about its `choices` and what is `sent`.
macro_rules! common_choices {
    () => {
        /// An id of your own; two live tasks cannot have the same one (M004, M005).
        #[must_use]
        pub fn own_id(mut self, id: impl Into<String>) -> Self {
            self.choices.own_id = Some(id.into());
            self
        }

        /// The group it belongs to; `default` unless you name one.
        #[must_use]
        pub fn group(mut self, group: impl Into<String>) -> Self {
            self.choices.group = Some(group.into());
            self
        }

        /// 0, the first of all, to 10; 5 unless you say so.
        #[must_use]
        pub const fn priority(mut self, priority: u32) -> Self {
            self.choices.priority = priority;
            self
        }

        /// How often it is tried again after a failure that passes, 0 to 10; 0 unless you say so.
        #[must_use]
        pub const fn retries(mut self, retries: u32) -> Self {
            self.choices.retries = retries;
            self
        }

        /// A text of your own that comes back with the task.
        #[must_use]
        pub fn metadata(mut self, text: impl Into<String>) -> Self {
            self.choices.metadata = text.into();
            self
        }

        /// Its name for people.
        #[must_use]
        pub fn display_name(mut self, name: impl Into<String>) -> Self {
            self.choices.display_name = Some(name.into());
            self
        }

        /// Notifications of its own, for a program that shows them.
        #[must_use]
        pub fn notifications(mut self, templates: haul_model::notification::Templates) -> Self {
            self.choices.notifications = Some(templates);
            self
        }

        /// Whether it may use a link that counts bytes; as it is set unless you say so (M154).
        #[must_use]
        pub const fn metered(mut self, permission: haul_model::link::Permission) -> Self {
            self.choices.link.metered = permission;
            self
        }

        /// Waits for a link that is neither metered nor mobile (M155).
        #[must_use]
        pub const fn requires_wifi(mut self) -> Self {
            self.choices.link.requires_wifi = true;
            self
        }

        /// Lets it in with an access token, which is renewed when it has to be (M115).
        #[must_use]
        pub fn auth(mut self, auth: haul_model::auth::Auth) -> Self {
            self.choices.auth = Some(auth);
            self
        }

        /// Keeps it without beginning; [`Haul::resume`](crate::library::Haul::resume) starts it (M001).
        #[must_use]
        pub fn held(mut self) -> Self {
            self.choices.state = haul_model::status::State::to_hold();
            self
        }

        /// What callbacks and the stream are told of it, in this process; its status unless you say so.
        #[must_use]
        pub const fn wants(mut self, wants: crate::library::Wants) -> Self {
            self.choices.wants = wants;
            self
        }

        /// Adds a query parameter to the address, exactly as written: escape what needs it (M010).
        #[must_use]
        pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.sent.query.push((name.into(), value.into()));
            self
        }

        /// Sends a header (M011).
        #[must_use]
        pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.sent.headers.push((name.into(), value.into()));
            self
        }

        /// Sends a header that is a secret: it goes to the first origin alone and is not kept in the database.
        #[must_use]
        pub fn secret_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            let name = name.into();
            self.sent.secret_headers.push(name.clone());
            self.sent.headers.push((name, value.into()));
            self
        }

        /// GET, POST, HEAD, PUT, PATCH or DELETE, in any case (M012).
        #[must_use]
        pub fn method(mut self, method: impl Into<String>) -> Self {
            self.sent.method = Some(method.into());
            self
        }
    };
}
pub(super) use common_choices;

/// Builder methods about a body that was not read from a file.
macro_rules! body_choices {
    () => {
        /// Sends this text; an empty one makes an empty POST (M013).
        #[must_use]
        pub fn text(mut self, text: impl Into<String>) -> Self {
            self.sent.body = Some(Ok(haul_model::task::Body::Text(text.into())));
            self
        }

        /// Sends these bytes.
        #[must_use]
        pub fn bytes(mut self, bytes: impl Into<Vec<u8>>) -> Self {
            self.sent.body = Some(Ok(haul_model::task::Body::Bytes(bytes.into())));
            self
        }

        /// Sends a list or a map as JSON; anything else is refused.
        #[must_use]
        pub fn json(mut self, value: &serde_json::Value) -> Self {
            self.sent.body = Some(haul_model::task::Body::json(value));
            self
        }
    };
}
pub(super) use body_choices;
