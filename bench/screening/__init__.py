"""The people, the rules and the single measurements that `bench.rules` puts together."""
