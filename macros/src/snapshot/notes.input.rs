#[table(pk = "PK", sk = "SK", ttl = "expires")]
#[gsi(Gsi1, pk = "GSI1PK", name = "gsi-1")]
#[gsi(ByDay, pk = [d: N], project = keys_only)]
pub(crate) enum Notes {
    Note(Note),
    #[table(other)]
    Other(Item),
}
