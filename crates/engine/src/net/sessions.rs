//! What servers have asked for, so that the next request brings it at once.
//!
//! Owns the state of Digest (nonce, count of uses) and that Basic was asked for. Rule kept here: state belongs to one
//! origin and one login, and is of use to no other.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use haul_model::challenge::{Challenge, DigestChallenge};
use haul_model::login::Login;
use haul_model::redirect::Origin;

/// Most sessions that are remembered.
const MOST: usize = 256;

/// All sessions.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    known: Mutex<HashMap<(Origin, Login), Session>>,
}

#[derive(Debug)]
enum Session {
    Basic,
    Digest { challenge: DigestChallenge, cnonce: String, uses: u32 },
}

/// What is asked for, as far as Digest wants to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    /// Path and query.
    pub(super) target: &'a str,
}

impl Sessions {
    /// Whether anybody is known at this origin.
    pub(super) fn has(&self, origin: &Origin) -> bool {
        self.lock().keys().any(|(known, _)| known == origin)
    }

    /// Begins anew with a challenge.
    pub(super) fn begin(&self, origin: &Origin, login: &Login, challenge: Challenge) {
        let session = match challenge {
            Challenge::Basic => Session::Basic,
            Challenge::Digest(challenge) => {
                Session::Digest { challenge, cnonce: format!("{:032x}", rand::random::<u128>()), uses: 0 }
            }
        };
        let mut known = self.lock();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert((origin.clone(), login.clone()), session);
    }

    /// Forgets what was not taken.
    pub(super) fn end(&self, origin: &Origin, login: &Login) {
        self.lock().remove(&(origin.clone(), login.clone()));
    }

    /// The value of `Authorization` for the next request; `None` when nothing has been asked for.
    pub(super) fn next(&self, origin: &Origin, login: &Login, asked: Asked<'_>) -> Option<String> {
        match self.lock().get_mut(&(origin.clone(), login.clone()))? {
            Session::Basic => Some(login.basic()),
            Session::Digest { challenge, cnonce, uses } => {
                *uses += 1;
                Some(challenge.answer(login, asked.method, asked.target, *uses, cnonce))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(Origin, Login), Session>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use haul_model::challenge::strongest;

    use super::*;

    #[test]
    fn f068_state_is_of_use_to_its_own_origin_and_login_alone_and_counts_its_uses() {
        let sessions = Sessions::default();
        let origin = |text: &str| text.parse::<Origin>().expect("a test origin");
        let login = |password: &str| Login { name: "anna".into(), password: password.into() };
        let asked = Asked { method: "GET", target: "/" };
        let challenge = strongest(&[b"Digest realm=r, nonce=n, qop=auth"]).expect("a challenge");
        sessions.begin(&origin("http://a.test"), &login("pearl"), challenge);
        let next = |at: &str, password: &str| sessions.next(&origin(at), &login(password), asked);
        assert!(next("http://a.test:80", "pearl").is_some_and(|value| value.contains("nc=00000001")));
        assert!(next("http://a.test", "pearl").is_some_and(|value| value.contains("nc=00000002")));
        for (at, password) in [("https://a.test", "pearl"), ("http://a.test:81", "pearl"), ("http://a.test", "shell")] {
            assert_eq!(next(at, password), None, "{at} {password}");
        }
    }
}
