//! Disjoint sets (union-find; Galler & Fischer 1964) whose root is the smallest member.

pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// `0..len`, each alone.
    pub(crate) fn alone(len: usize) -> Self {
        Self((0..len).collect())
    }

    /// The smallest member of the set of `a`. Halves the path, so that the next time is shorter.
    pub(crate) fn root(&mut self, mut a: usize) -> usize {
        while self.0[a] != a {
            self.0[a] = self.0[self.0[a]];
            a = self.0[a];
        }
        a
    }

    /// Makes the sets of `a` and `b` one.
    pub(crate) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::Sets;

    #[test]
    fn the_root_is_the_smallest_member() {
        let mut sets = Sets::alone(6);
        for (a, b) in [(5, 4), (3, 5), (1, 2), (4, 2)] {
            sets.unite(a, b);
        }
        let roots: Vec<usize> = (0..6).map(|a| sets.root(a)).collect();
        assert_eq!(roots, [0, 1, 1, 1, 1, 1]);
    }
}
