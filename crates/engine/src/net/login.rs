//! Answering a server that asks who is there.
//!
//! Owns the choice of the login and the rounds of challenge and answer. Rules kept here: what the user gave for the task
//! goes to the first origin alone; what is stored goes to the origin it is stored for; each login is tried once (row
//! 67); a stored password is not shown over http without the user's word (row 66).

use haul_model::challenge::{Challenge, strongest};
use haul_model::login::Login;
use haul_model::netrc::ChosenBy;
use haul_model::redirect::{Chain, Origin};
use haul_vault::OverHttp;

use crate::net::clients::Clients;
use crate::net::fetch::Wish;
use crate::net::netrc;
use crate::net::sessions::Asked;

/// Who answers at one hop, and what has been tried.
pub(super) struct Speaker<'a> {
    clients: &'a Clients,
    origin: Origin,
    host: String,
    by: By,
    login: Option<(Login, OverHttp)>,
    tried: Option<Tried>,
    has_renewed: bool,
}

/// Whose word is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// The user's, for this task.
    Task,
    /// The user gave the header itself.
    Header,
    /// What is stored for this origin.
    Store(ChosenBy),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tried {
    Basic,
    Digest,
}

/// What to do about a challenge.
pub(super) enum Word {
    /// Ask again with this `Authorization`.
    Say(String),
    /// Give up, for this reason.
    Silence(String),
}

impl<'a> Speaker<'a> {
    /// Whoever may answer where the chain is now.
    pub(super) fn at(clients: &'a Clients, wish: Wish<'_>, chain: &Chain) -> Option<Self> {
        let url = chain.request().url;
        let (origin, host) = (Origin::of(url)?, url.host_str()?.to_owned());
        let own = wish.calling.headers.iter().any(|header| header.name.eq_ignore_ascii_case("authorization"));
        let given = Login::of_address(wish.calling.url).filter(|_| chain.carries_secrets() && !own);
        let by = match (&given, chain.carries_secrets() && own) {
            (_, true) => By::Header,
            (Some(_), false) => By::Task,
            (None, false) if chain.hops() == 0 => By::Store(ChosenBy::User),
            (None, false) => By::Store(ChosenBy::Server),
        };
        // What the user gave for the task travels with the first request already.
        let tried = (by == By::Task).then_some(Tried::Basic);
        let login = given.map(|login| (login, OverHttp::Allowed));
        Some(Self { clients, origin, host, by, login, tried, has_renewed: false })
    }

    /// What goes along with the first request, where this server has asked before.
    pub(super) async fn ahead(&mut self, asked: Asked<'_>) -> Option<String> {
        if self.by == By::Header || !self.clients.sessions.has(&self.origin) {
            return None;
        }
        if self.login.is_none() {
            self.login = self.stored().await.ok().flatten();
        }
        let (login, over_http) = self.login.as_ref()?;
        let word = self.clients.sessions.next(&self.origin, login, asked)?;
        let is_digest = word.starts_with("Digest");
        if !is_digest && self.hides_password(*over_http) {
            return None;
        }
        self.tried = Some(if is_digest { Tried::Digest } else { Tried::Basic });
        Some(word)
    }

    /// What follows from a 401 with these lines of `WWW-Authenticate`.
    pub(super) async fn answer(&mut self, lines: &[&[u8]], asked: Asked<'_>) -> Word {
        let host = &self.host;
        if self.by == By::Header {
            return Word::Silence(format!(
                "{host} does not take the Authorization that was given. Correct it, then retry."
            ));
        }
        let Some(challenge) = strongest(lines) else {
            let message = format!("{host} wants to know who you are in a way that Haul does not know. Ask its owner.");
            return Word::Silence(message);
        };
        if self.login.is_none() {
            match self.stored().await {
                Ok(found) => self.login = found,
                Err(why) => return Word::Silence(format!("{} wants a user name and password. {why}", self.host)),
            }
        }
        let Some((login, over_http)) = self.login.clone() else {
            let message = format!("{} wants a user name and password. Give them, then retry.", self.host);
            return Word::Silence(message);
        };
        self.try_once(&login, over_http, challenge, asked)
    }

    fn try_once(&mut self, login: &Login, over_http: OverHttp, challenge: Challenge, asked: Asked<'_>) -> Word {
        let (sessions, host) = (&self.clients.sessions, &self.host);
        let may_try = match &challenge {
            Challenge::Basic => self.tried.is_none(),
            Challenge::Digest(digest) if digest.is_stale && self.tried == Some(Tried::Digest) => !self.has_renewed,
            Challenge::Digest(_) => self.tried != Some(Tried::Digest),
        };
        if !may_try {
            sessions.end(&self.origin, login);
            let message = format!("{host} does not take this user name and password. Correct them, then retry.");
            return Word::Silence(message);
        }
        if challenge == Challenge::Basic && self.hides_password(over_http) {
            return Word::Silence(format!(
                "{host} wants the stored password over unencrypted http, so it was not sent. Use https, or allow it with \
                 haul credentials set {} --allow-http.",
                self.origin
            ));
        }
        self.has_renewed = self.tried == Some(Tried::Digest);
        self.tried = Some(if challenge == Challenge::Basic { Tried::Basic } else { Tried::Digest });
        sessions.begin(&self.origin, login, challenge);
        let word = sessions.next(&self.origin, login, asked);
        word.map_or_else(|| Word::Silence(format!("{host} could not be answered. Retry.")), Word::Say)
    }

    /// Whether the password must not be shown on this way.
    fn hides_password(&self, over_http: OverHttp) -> bool {
        over_http == OverHttp::Refused && self.origin.to_string().starts_with("http:")
    }

    /// What is stored for this origin: in the vault, else in the netrc file. The error is a sentence for people.
    async fn stored(&self) -> Result<Option<(Login, OverHttp)>, String> {
        let By::Store(chosen_by) = self.by else { return Ok(None) };
        let in_vault = self.clients.vault.login(&self.origin.to_string()).await;
        if let Some(found) = in_vault.map_err(|error| format!("The stored password cannot be had: {error}."))? {
            return Ok(Some(found));
        }
        let Some(path) = self.clients.connecting().netrc else { return Ok(None) };
        let found = netrc::look_up(path, self.host.clone(), chosen_by).await?;
        Ok(found.map(|login| (login, OverHttp::Refused)))
    }
}
