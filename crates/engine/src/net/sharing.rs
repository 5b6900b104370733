//! Which requests may share a connection.
//!
//! Owns which servers get a connection for each request, and for how long. Refuses to ask. Rules kept here: what is asked
//! for by HTTP/2 shares its connection with whatever else goes to that server, so who wants bandwidth of its own, or says
//! something about its connection, has one of its own; a connection that has fallen silent is not trusted with the next
//! request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use haul_model::fault::Category;
use haul_model::redirect::Origin;
use tokio::time::Instant;

use crate::trouble::Trouble;

/// How long a server is believed that wants HTTP/1.1.
const BELIEVED: Duration = Duration::from_secs(3600);

/// How long nobody shares after a silence: longer than a pool keeps a connection that nobody uses.
const AFTER_SILENCE: Duration = Duration::from_secs(60);

/// Most servers that are remembered.
const MOST: usize = 256;

/// Headers that speak of the connection, or of what HTTP/2 says in its own words.
const OF_THE_CONNECTION: [&str; 8] =
    ["connection", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

/// What connection a request goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    /// One that it may share with others: HTTP/2 where the server offers it, else HTTP/1.1.
    Shared,
    /// One of its own: HTTP/1.1.
    Own,
}

/// The servers that get a connection for each request. Clones are the same memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Sharing {
    alone_until: Arc<Mutex<HashMap<Origin, Instant>>>,
}

impl Sharing {
    /// Whether requests to this server may share a connection.
    pub(super) fn is_open_to(&self, origin: &Origin) -> bool {
        let known = self.alone_until.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(origin).is_none_or(|until| *until <= Instant::now())
    }

    /// Draws the consequence of what happened with a request to this server.
    pub(super) fn hear(&self, origin: Option<Origin>, trouble: &Trouble) {
        let wants_http_1 = trouble.category == Category::Http2Downgrade;
        let Some(origin) = origin.filter(|_| wants_http_1 || trouble.category == Category::NetStall) else { return };
        let time = if wants_http_1 { BELIEVED } else { AFTER_SILENCE };
        let now = Instant::now();
        let mut known = self.alone_until.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, until| *until > now);
        }
        if known.len() >= MOST {
            known.clear();
        }
        let until = known.entry(origin).or_insert(now);
        *until = (*until).max(now + time);
    }
}

/// Whether a header keeps a request from sharing its connection.
pub(super) fn is_of_the_connection(name: &str) -> bool {
    OF_THE_CONNECTION.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        text.parse().expect("a test origin")
    }

    #[tokio::test(start_paused = true)]
    async fn f053_who_wants_http_1_is_asked_so_for_long_and_who_fell_silent_for_a_while() {
        let sharing = Sharing::default();
        let hear = |at, category| sharing.hear(Some(origin(at)), &Trouble::new(category, "It was so."));
        hear("https://old.test", Category::Http2Downgrade);
        hear("https://old.test", Category::NetStall);
        hear("https://silent.test", Category::NetStall);
        hear("https://busy.test", Category::Http2Refused);
        let open = |at| sharing.is_open_to(&origin(at));
        assert_eq!((open("https://old.test"), open("https://silent.test")), (false, false));
        assert!(open("https://busy.test") && open("https://old.test:444") && open("https://other.test"));
        tokio::time::advance(AFTER_SILENCE).await;
        assert_eq!((open("https://old.test"), open("https://silent.test")), (false, true));
        tokio::time::advance(BELIEVED).await;
        assert!(open("https://old.test"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_memory_of_servers_is_bounded() {
        let sharing = Sharing::default();
        for number in 0..3 * MOST {
            let at = origin(&format!("https://h{number}.test"));
            sharing.hear(Some(at), &Trouble::new(Category::Http2Downgrade, "It was so."));
        }
        assert!(sharing.alone_until.lock().unwrap_or_else(PoisonError::into_inner).len() <= MOST);
    }
}
