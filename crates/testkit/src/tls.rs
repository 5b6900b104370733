//! A certificate authority for one test, and the certificates a server may show.
//!
//! Owns the authority's key. Rule kept here: each bad certificate is wrong in exactly one way.

use std::sync::Arc;

use anyhow::Context as _;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rcgen::{KeyUsagePurpose, date_time_ymd};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig};

const MEGABYTE: usize = 1 << 20;

/// Signs certificates for [`Origin`](crate::Origin) and [`Nginx`](crate::Nginx); trusted by nobody until told.
pub struct TestCa {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// The certificate a server shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// For localhost, 127.0.0.1, 127.0.0.2, ::1 and the names a.test, b.test, cdn.a.test, dl.a.test, valid now.
    Valid,
    /// As valid, but its time is over.
    Expired,
    /// As valid, but its time has not come.
    NotYetValid,
    /// As valid, but for another name.
    WrongName,
    /// As valid, but naming the host only as common name.
    CommonNameOnly,
    /// As valid, but signed by its own key.
    SelfSigned,
    /// As valid, but among a megabyte of others that prove nothing.
    HugeChain,
}

impl TestCa {
    /// Makes an authority with a new key.
    pub fn new() -> anyhow::Result<TestCa> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Haul test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        Ok(TestCa { issuer })
    }

    /// Gives the authority's own certificate as PEM, for a trust store.
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Gives a new certificate and its key, both as PEM; a server may show it, and a client.
    pub fn issue(&self, certificate: Certificate) -> anyhow::Result<(String, String)> {
        let (signed, key) = self.signed(certificate)?;
        Ok((signed.pem(), key.serialize_pem()))
    }

    /// Gives the authority's own certificate as DER.
    pub fn der(&self) -> &CertificateDer<'static> {
        self.issuer.der()
    }

    /// As [`server`](TestCa::server) with a valid certificate, for clients that show one of this authority.
    pub(crate) fn server_for_holders(&self) -> anyhow::Result<Arc<ServerConfig>> {
        let mut authorities = RootCertStore::empty();
        authorities.add(self.der().clone())?;
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(authorities), provider()).build()?;
        self.configured(Certificate::Valid, verifier)
    }

    pub(crate) fn server(&self, certificate: Certificate) -> anyhow::Result<Arc<ServerConfig>> {
        self.configured(certificate, WebPkiClientVerifier::no_client_auth())
    }

    fn configured(
        &self,
        certificate: Certificate,
        clients: Arc<dyn ClientCertVerifier>,
    ) -> anyhow::Result<Arc<ServerConfig>> {
        let (signed, key) = self.signed(certificate)?;
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(anyhow::Error::msg)?;
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .context("choosing TLS versions")?
            .with_client_cert_verifier(clients)
            .with_single_cert(self.shown(certificate, signed.der()), key)
            .context("showing a test certificate")?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn shown(&self, certificate: Certificate, own: &CertificateDer<'static>) -> Vec<CertificateDer<'static>> {
        let fillers = match certificate {
            Certificate::HugeChain => MEGABYTE.div_ceil(self.der().len()),
            Certificate::Valid
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::WrongName
            | Certificate::CommonNameOnly
            | Certificate::SelfSigned => 0,
        };
        std::iter::once(own.clone()).chain(std::iter::repeat_n(self.der().clone(), fillers)).collect()
    }

    fn signed(&self, certificate: Certificate) -> anyhow::Result<(rcgen::Certificate, KeyPair)> {
        let key = KeyPair::generate()?;
        let params = params(certificate)?;
        let signed = match certificate {
            Certificate::SelfSigned => params.self_signed(&key)?,
            Certificate::Valid
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::WrongName
            | Certificate::CommonNameOnly
            | Certificate::HugeChain => params.signed_by(&key, &self.issuer)?,
        };
        Ok((signed, key))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn params(certificate: Certificate) -> anyhow::Result<CertificateParams> {
    let names: &[&str] = match certificate {
        Certificate::WrongName => &["elsewhere.example"],
        Certificate::CommonNameOnly => &[],
        Certificate::Valid
        | Certificate::Expired
        | Certificate::NotYetValid
        | Certificate::SelfSigned
        | Certificate::HugeChain => {
            &["localhost", "127.0.0.1", "127.0.0.2", "::1", "a.test", "b.test", "cdn.a.test", "dl.a.test"]
        }
    };
    let (from, until) = match certificate {
        Certificate::Expired => (2019, 2020),
        Certificate::NotYetValid => (2097, 2098),
        Certificate::Valid
        | Certificate::WrongName
        | Certificate::CommonNameOnly
        | Certificate::SelfSigned
        | Certificate::HugeChain => (2020, 2098),
    };
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "127.0.0.1");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    Ok(params)
}
