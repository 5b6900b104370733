//! The way to a server: straight, or through which proxy.
//!
//! Owns the order in which it is looked for: the task, the settings, the environment, the desktop. Rule kept here: a
//! proxy that is named and cannot be understood ends the attempt; nothing goes around it (row 75).

use haul_model::fault::Category;
use haul_model::login::{Login, with_login};
use haul_model::proxy::{BadProxy, Environment, Exceptions, ProxyChoice, Route as Named};
use haul_model::redirect::{Query, redacted};
use haul_vault::Vault;
use url::Url;

use crate::net::desktop::Desktop;
use crate::trouble::Trouble;

/// Who named the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamedBy {
    /// The task.
    Task,
    /// The settings.
    Settings,
    /// The variables of the environment.
    Environment,
    /// The desktop's settings.
    Desktop,
    /// Nobody.
    Nobody,
}

/// The way to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// `None` is straight.
    pub(crate) proxy: Option<Url>,
    /// Who said so.
    pub(crate) named_by: NamedBy,
}

/// Finds ways.
#[derive(Debug)]
pub(crate) struct Routes {
    environment: Environment,
    desktop: Desktop,
}

impl Routes {
    /// Reads the environment as it is now.
    pub(crate) fn new(desktop: Desktop) -> Self {
        Self { environment: Environment::of(|name| std::env::var(name).ok()), desktop }
    }

    /// The way to `url`.
    pub(crate) async fn to(
        &self,
        url: &Url,
        task: &ProxyChoice,
        settings: &Result<ProxyChoice, BadProxy>,
        exceptions: &Exceptions,
    ) -> Result<Route, Trouble> {
        let straight = |named_by| Ok(Route { proxy: None, named_by });
        match task {
            ProxyChoice::Through(proxy) => return Ok(Route { proxy: Some(proxy.clone()), named_by: NamedBy::Task }),
            ProxyChoice::Direct => return straight(NamedBy::Task),
            ProxyChoice::Followed if exceptions.covers(url) => return straight(NamedBy::Settings),
            ProxyChoice::Followed => {}
        }
        match settings {
            Ok(ProxyChoice::Through(proxy)) => {
                return Ok(Route { proxy: Some(proxy.clone()), named_by: NamedBy::Settings });
            }
            Ok(ProxyChoice::Direct) => return straight(NamedBy::Settings),
            Ok(ProxyChoice::Followed) => {}
            Err(error) => return Err(unusable("settings", error)),
        }
        match self.environment.route(url) {
            Ok(Named::Through(proxy)) => return Ok(Route { proxy: Some(proxy), named_by: NamedBy::Environment }),
            Ok(Named::Excepted) => return straight(NamedBy::Environment),
            Ok(Named::Unnamed) => {}
            Err(error) => return Err(unusable("environment", &error)),
        }
        match self.desktop.proxy_for(url).await? {
            Some(proxy) => Ok(Route { proxy, named_by: NamedBy::Desktop }),
            None => straight(NamedBy::Nobody),
        }
    }
}

fn unusable(place: &str, error: &BadProxy) -> Trouble {
    Trouble::new(Category::Policy, format!("The proxy in the {place} cannot be used: {error}. Correct it, or set one."))
}

/// A proxy with the password that is stored for it, where it brings none of its own.
pub(crate) async fn with_stored_login(proxy: Url, vault: &Vault) -> Result<Url, Trouble> {
    if Login::of_address(&proxy).is_some() {
        return Ok(proxy);
    }
    let found = vault.login(&proxy_place(&proxy)).await.map_err(|error| {
        let message = format!("The password of the proxy {} cannot be had: {error}.", shown(&proxy));
        Trouble::new(Category::AuthRequired, message)
    })?;
    match found {
        Some((login, _)) => Ok(with_login(proxy, &login)),
        None => Ok(proxy),
    }
}

/// The place of a proxy among the stored logins.
#[must_use]
pub fn proxy_place(proxy: &Url) -> String {
    format!("proxy {}", shown(proxy))
}

/// A proxy in words, without secrets.
pub(crate) fn shown(proxy: &Url) -> String {
    redacted(proxy.as_str(), Query::Hidden).trim_end_matches('/').to_owned()
}

impl Route {
    /// The way in words, without secrets.
    pub(crate) fn in_words(&self) -> String {
        let way = self.proxy.as_ref().map_or_else(|| "none".to_owned(), shown);
        match self.named_by {
            NamedBy::Task => format!("{way} (task)"),
            NamedBy::Settings => format!("{way} (settings)"),
            NamedBy::Environment => format!("{way} (environment)"),
            NamedBy::Desktop => format!("{way} (desktop)"),
            NamedBy::Nobody => way,
        }
    }
}
