//! Signatures of cursors, so that nobody can make one up.

/// Signs cursors with the secret of a store. Without the feature `cursor-secret` there is none.
#[derive(Clone)]
pub(crate) enum Signer {
    /// HMAC-SHA-256 with this secret.
    #[cfg(feature = "cursor-secret")]
    Hmac(std::sync::Arc<[u8]>),
}

/// Bytes of a signature: half of SHA-256, as [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104#section-5) allows.
pub(crate) const LEN: usize = 16;

#[cfg(feature = "cursor-secret")]
impl Signer {
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self::Hmac(secret.into())
    }

    fn mac(&self, bytes: &[u8]) -> hmac::Hmac<sha2::Sha256> {
        use hmac::{KeyInit as _, Mac as _};
        let Self::Hmac(secret) = self;
        let mut mac = hmac::Hmac::new_from_slice(secret).expect("HMAC takes keys of any length");
        mac.update(bytes);
        mac
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; LEN] {
        use hmac::Mac as _;
        let mut signature = [0; LEN];
        let whole = self.mac(bytes).finalize().into_bytes();
        signature.copy_from_slice(&whole[..LEN]);
        signature
    }

    /// Returns whether the signature is right, in constant time.
    pub(crate) fn verify(&self, bytes: &[u8], signature: &[u8]) -> bool {
        use hmac::Mac as _;
        signature.len() == LEN && self.mac(bytes).verify_truncated_left(signature).is_ok()
    }
}

#[cfg(not(feature = "cursor-secret"))]
impl Signer {
    pub(crate) fn sign(&self, _: &[u8]) -> [u8; LEN] {
        match *self {}
    }

    pub(crate) fn verify(&self, _: &[u8], _: &[u8]) -> bool {
        match *self {}
    }
}
