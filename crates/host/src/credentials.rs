//! Stored logins in the words of the surfaces.
//!
//! Owns the names of places. Rule kept here: a place is an origin, and a proxy is another place than a server at the same
//! address.

use haul_api::{Code, Credential, Refusal, Setting};
use haul_engine::proxy_place;
use haul_model::login::{Login, without_login};
use haul_model::proxy::{self, ProxyChoice};
use haul_model::redirect::Origin;
use haul_model::task::parse_url;
use haul_vault::{Described, OverHttp, Vault, VaultError};

use crate::sentence::sentence;

/// What stands before the place of a proxy.
const PROXY: &str = "proxy ";

/// Keeps a login.
pub(crate) async fn keep(vault: &Vault, new: haul_api::SetCredential) -> Result<Credential, Refusal> {
    let haul_api::SetCredential { place, proxy, user, password, allow_http } = new;
    let name = name_of(&place, proxy)?;
    if user.is_empty() || user.chars().chain(password.chars()).any(char::is_control) {
        let message = "A login needs a user name, and neither it nor the password holds control characters.";
        return Err(Refusal::new(Code::BadRequest, message));
    }
    let over_http = if allow_http { OverHttp::Allowed } else { OverHttp::Refused };
    vault.set_login(&name, Login { name: user.clone(), password }, over_http).await.map_err(refusal)?;
    Ok(credential(name, Described { name: user, over_http }))
}

/// All that are kept.
pub(crate) fn all(vault: &Vault) -> Vec<Credential> {
    vault.logins().into_iter().map(|(name, described)| credential(name, described)).collect()
}

/// Forgets one.
pub(crate) async fn forget(vault: &Vault, place: &str, proxy: bool) -> Result<(), Refusal> {
    let name = name_of(place, proxy)?;
    if vault.forget_login(&name).await.map_err(refusal)? {
        return Ok(());
    }
    let shown = name.trim_start_matches(PROXY);
    Err(Refusal::new(Code::BadRequest, format!("There is no login for {shown}. `haul credentials list` shows them.")))
}

/// A setting without the password of a proxy, which goes into the vault.
pub(crate) async fn without_password(vault: &Vault, setting: Setting) -> Result<Setting, Refusal> {
    if setting.key != "proxy" {
        return Ok(setting);
    }
    let Ok(ProxyChoice::Through(proxy)) = ProxyChoice::parse(&setting.value) else { return Ok(setting) };
    let (bare, login) = without_login(proxy);
    let Some(login) = login else { return Ok(setting) };
    vault.set_login(&proxy_place(&bare), login, OverHttp::Allowed).await.map_err(refusal)?;
    Ok(Setting { value: bare.to_string(), ..setting })
}

fn name_of(place: &str, is_proxy: bool) -> Result<String, Refusal> {
    let is_socks = place.trim_start().to_ascii_lowercase().starts_with("socks");
    if is_proxy || is_socks {
        let proxy = proxy::parse(place).map_err(|error| Refusal::new(Code::BadUrl, sentence(&error)))?;
        return Ok(proxy_place(&proxy));
    }
    let url = parse_url(place).map_err(|error| Refusal::new(Code::BadUrl, error.to_string()))?;
    Origin::of(&url).map(|origin| origin.to_string()).ok_or_else(|| {
        Refusal::new(Code::BadUrl, "A login is for an http or https address, or for a proxy with --proxy.")
    })
}

fn credential(name: String, described: Described) -> Credential {
    let proxy = name.starts_with(PROXY);
    let place = if proxy { name[PROXY.len()..].to_owned() } else { name };
    Credential { place, proxy, user: described.name, allow_http: described.over_http == OverHttp::Allowed }
}

fn refusal(error: VaultError) -> Refusal {
    let code = match error {
        VaultError::Locked | VaultError::Missing => Code::NotPossible,
        VaultError::File(_) => Code::Disk,
    };
    Refusal::new(code, sentence(&error))
}
