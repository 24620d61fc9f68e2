namespace Attune.Searching;

/// <summary>Letters without their marks, in lower case: Latin, Greek and Cyrillic by table, so that it does not depend on what the machine has installed.</summary>
/// <remarks>The tables are Unicode's compatibility decompositions of one letter, marks left out (Unicode 15, NFKD).</remarks>
static class FoldedLetters
{
    // From a letter on, what each stands for.
    static readonly (char First, string Letters)[] Tables =
    [
        ('\u00c0', "aaaaaa\u00e6ceeeeiiii\u00f0nooooo\u00d7\u00f8uuuuy\u00fe\u00df"
            + "aaaaaa\u00e6ceeeeiiii\u00f0nooooo\u00f7\u00f8uuuuy\u00fey"
            + "aaaaaaccccccccdd\u0111\u0111eeeeeeeeeegggg"
            + "gggghh\u0127\u0127iiiiiiiii\u0131\u0133\u0133jjkk\u0138llllll\u0140"
            + "\u0140\u0142\u0142nnnnnn\u0149\u014b\u014boooooo\u0153\u0153rrrrrrssssss"
            + "sstttt\u0167\u0167uuuuuuuuuuuuwwyyyzzzzzzs"
            + "\u0180\u0253\u0183\u0183\u0185\u0185\u0254\u0188\u0188\u0256\u0257\u018c\u018c\u018d\u01dd\u0259\u025b\u0192\u0192\u0260\u0263\u0195\u0269\u0268\u0199\u0199\u019a\u019b\u026f\u0272\u019e\u0275"
            + "oo\u01a3\u01a3\u01a5\u01a5\u0280\u01a8\u01a8\u0283\u01aa\u01ab\u01ad\u01ad\u0288uu\u028a\u028b\u01b4\u01b4\u01b6\u01b6\u0292\u01b9\u01b9\u01ba\u01bb\u01bd\u01bd\u01be\u01bf"
            + "\u01c0\u01c1\u01c2\u01c3\u01c6\u01c6\u01c6\u01c9\u01c9\u01c9\u01cc\u01cc\u01ccaaiioouuuuuuuuuu\u01ddaa"
            + "aa\u00e6\u00e6\u01e5\u01e5ggkkoooo\u0292\u0292j\u01f3\u01f3\u01f3gg\u0195\u01bfnnaa\u00e6\u00e6\u00f8\u00f8"
            + "aaaaeeeeiiiioooorrrruuuusstt\u021d\u021dhh"
            + "\u019e\u0221\u0223\u0223\u0225\u0225aaeeooooooooyy\u0234\u0235\u0236\u0237\u0238\u0239\u2c65\u023c\u023c\u019a\u2c66\u023f"
            + "\u0240\u0242\u0242\u0180\u0289\u028c\u0247\u0247\u0249\u0249\u024b\u024b\u024d\u024d\u024f\u024f"),
        ('\u0386', "\u03b1\u0387\u03b5\u03b7\u03b9\u038b\u03bf\u038d\u03c5\u03c9\u03b9\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0\u03c1\u03a2\u03c3\u03c4\u03c5"
            + "\u03c6\u03c7\u03c8\u03c9\u03b9\u03c5\u03b1\u03b5\u03b7\u03b9\u03c5\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0\u03c1\u03c2\u03c3\u03c4\u03c5"
            + "\u03c6\u03c7\u03c8\u03c9\u03b9\u03c5\u03bf\u03c5\u03c9\u03d7"),
        ('\u0400', "\u0435\u0435\u0452\u0433\u0454\u0455\u0456\u0456\u0458\u0459\u045a\u045b\u043a\u0438\u0443\u045f\u0430\u0431\u0432\u0433\u0434\u0435\u0436\u0437\u0438\u0438\u043a\u043b\u043c\u043d\u043e\u043f"
            + "\u0440\u0441\u0442\u0443\u0444\u0445\u0446\u0447\u0448\u0449\u044a\u044b\u044c\u044d\u044e\u044f\u0430\u0431\u0432\u0433\u0434\u0435\u0436\u0437\u0438\u0438\u043a\u043b\u043c\u043d\u043e\u043f"
            + "\u0440\u0441\u0442\u0443\u0444\u0445\u0446\u0447\u0448\u0449\u044a\u044b\u044c\u044d\u044e\u044f\u0435\u0435\u0452\u0433\u0454\u0455\u0456\u0456\u0458\u0459\u045a\u045b\u043a\u0438\u0443\u045f"),
        ('\u1e00', "aabbbbbbccddddddddddeeeeeeeeeeff"
            + "gghhhhhhhhhhiiiikkkkkkllllllllmm"
            + "mmmmnnnnnnnnoooooooopppprrrrrrrr"
            + "ssssssssssttttttttuuuuuuuuuuvvvv"
            + "wwwwwwwwwwxxxxyyzzzzzzhtwy\u1e9as\u1e9c\u1e9d\u00df\u1e9f"
            + "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
            + "eeeeeeeeiiiioooooooooooooooooooo"
            + "oooouuuuuuuuuuuuuuyyyyyyyy\u1efb\u1efb\u1efd\u1efd\u1eff\u1eff"),
        ('\u1f00', "\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b5\u03b5\u03b5\u03b5\u03b5\u03b5\u1f16\u1f17\u03b5\u03b5\u03b5\u03b5\u03b5\u03b5\u1f1e\u1f1f"
            + "\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9"
            + "\u03bf\u03bf\u03bf\u03bf\u03bf\u03bf\u1f46\u1f47\u03bf\u03bf\u03bf\u03bf\u03bf\u03bf\u1f4e\u1f4f\u03c5\u03c5\u03c5\u03c5\u03c5\u03c5\u03c5\u03c5\u1f58\u03c5\u1f5a\u03c5\u1f5c\u03c5\u1f5e\u03c5"
            + "\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03b1\u03b1\u03b5\u03b5\u03b7\u03b7\u03b9\u03b9\u03bf\u03bf\u03c5\u03c5\u03c9\u03c9\u1f7e\u1f7f"
            + "\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7\u03b7"
            + "\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03c9\u03b1\u03b1\u03b1\u03b1\u03b1\u1fb5\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u03b1\u1fbd\u03b9\u1fbf"
            + "\u1fc0\u1fc1\u03b7\u03b7\u03b7\u1fc5\u03b7\u03b7\u03b5\u03b5\u03b7\u03b7\u03b7\u1fcd\u1fce\u1fcf\u03b9\u03b9\u03b9\u03b9\u1fd4\u1fd5\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u1fdc\u1fdd\u1fde\u1fdf"
            + "\u03c5\u03c5\u03c5\u03c5\u03c1\u03c1\u03c5\u03c5\u03c5\u03c5\u03c5\u03c5\u03c1\u1fed\u1fee\u1fef\u1ff0\u1ff1\u03c9\u03c9\u03c9\u1ff5\u03c9\u03c9\u03bf\u03bf\u03c9\u03c9\u03c9\u1ffd\u1ffe\u1fff"),
    ];

    static readonly Dictionary<char, string> Several = new()
    {
        ['\u00df'] = "ss",
        ['\u1e9e'] = "ss",
        ['\u00e6'] = "ae",
        ['\u00c6'] = "ae",
        ['\u0153'] = "oe",
        ['\u0152'] = "oe",
        ['\u00f8'] = "o",
        ['\u00d8'] = "o",
        ['\u0142'] = "l",
        ['\u0141'] = "l",
        ['\u0111'] = "d",
        ['\u0110'] = "d",
        ['\u00f0'] = "d",
        ['\u00d0'] = "d",
        ['\u00fe'] = "th",
        ['\u00de'] = "th",
        ['\u0131'] = "i",
        ['\ufb00'] = "ff",
        ['\ufb01'] = "fi",
        ['\ufb02'] = "fl",
    };

    /// <summary>Adds what a letter or digit stands for: one letter, or two.</summary>
    public static void Append(char letter, System.Text.StringBuilder word)
    {
        if (char.IsAscii(letter))
        {
            word.Append(char.ToLowerInvariant(letter));
        }
        else if (Several.TryGetValue(letter, out var several))
        {
            word.Append(several);
        }
        else
        {
            word.Append(One(letter));
        }
    }

    static char One(char letter)
    {
        // The forms as wide as a Han character stand in the order of ASCII.
        if (letter is >= '\uff01' and <= '\uff5e')
        {
            return char.ToLowerInvariant((char)(letter - '\uff01' + '!'));
        }

        foreach (var (first, letters) in Tables)
        {
            if (letter >= first && letter - first < letters.Length)
            {
                return letters[letter - first];
            }
        }

        return char.ToLowerInvariant(letter);
    }
}
