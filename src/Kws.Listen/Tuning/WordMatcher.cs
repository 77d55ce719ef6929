using System.Collections.Immutable;

namespace Kws.Listen.Tuning;

/// <summary>Gives each detection of a recording the labelled word that it hears, and each word one detection.</summary>
/// <param name="words">The words, in the order of their starts.</param>
/// <param name="tolerance">Samples after the end of a word within which a detection still hears it.</param>
internal sealed class WordMatcher(ImmutableArray<LabelledWord> words, long tolerance)
{
    private readonly bool[] _isHeard = new bool[words.Length];

    /// <summary>The first word that a later detection may hear.</summary>
    private int _first;

    /// <summary>True if a detection hears a word, the first of its label that no other one has heard.</summary>
    /// <param name="label">The label of the detection.</param>
    /// <param name="position">Its position, after that of the detection before.</param>
    public bool Match(int label, long position)
    {
        while (_first < words.Length && words[_first].End + tolerance < position)
        {
            _first++;
        }

        for (int i = _first; i < words.Length && words[i].Start < position; i++)
        {
            if (words[i].Label == label && !_isHeard[i] && position <= words[i].End + tolerance)
            {
                return _isHeard[i] = true;
            }
        }

        return false;
    }
}
