using System.Collections.Concurrent;

namespace RechargeMonitor.Api.Answers;

/// <summary>
/// Prepared answers by request, each made once per change of what it is made of, however many ask at the same time. When
/// it is full it forgets all and starts again: what is still asked for is soon there again.
/// </summary>
internal sealed class AnswerCache
{
    /// <summary>How many answers are kept: 32 days with what a wall asks for of each, and some odd requests.</summary>
    internal const int MaxAnswers = 512;

    /// <summary>How many bytes they take; a day by minute, the longest, takes 200 KB.</summary>
    internal const long MaxBytes = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<AnswerKey, Slot> slots = new();
    private readonly Lock accounts = new();
    private long bytes;

    /// <summary>How many answers are kept now.</summary>
    public int Count => slots.Count;

    /// <summary>The answer as of a revision or a later one.</summary>
    /// <param name="key">The request.</param>
    /// <param name="revision">The revision of what the answer is made of.</param>
    /// <param name="state">What <paramref name="build"/> needs.</param>
    /// <param name="build">Makes the answer; nothing where there is none, which is not kept.</param>
    public PreparedAnswer? Get<TState>(AnswerKey key, long revision, TState state, Func<AnswerKey, TState, PreparedAnswer?> build)
    {
        // Revisions only grow, so a later one than the one asked for has all that was asked for.
        if (slots.TryGetValue(key, out var slot) && slot.Answer is { } answer && answer.Revision >= revision)
            return answer;

        slot ??= slots.GetOrAdd(key, static _ => new Slot());
        lock (slot)
        {
            if (slot.Answer is { } made && made.Revision >= revision)
                return made;
            var (before, next) = (slot.Answer, build(key, state));
            slot.Answer = next;
            Account(key, slot, before, next);
            return next;
        }
    }

    private void Account(AnswerKey key, Slot slot, PreparedAnswer? before, PreparedAnswer? next)
    {
        lock (accounts)
        {
            // A slot that was forgotten meanwhile is not in the account.
            if (!slots.TryGetValue(key, out var kept) || kept != slot)
                return;
            bytes += (next?.Body.Length ?? 0) - (before?.Body.Length ?? 0);
            if (next is null)
                slots.TryRemove(key, out _);
            if (bytes <= MaxBytes && slots.Count <= MaxAnswers)
                return;
            slots.Clear();
            bytes = 0;
        }
    }

    private sealed class Slot
    {
        private volatile PreparedAnswer? answer;

        public PreparedAnswer? Answer
        {
            get => answer;
            set => answer = value;
        }
    }
}
