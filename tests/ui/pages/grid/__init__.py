"""The living grid."""
