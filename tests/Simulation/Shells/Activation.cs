namespace RechargeMonitor.Simulation;

/// <summary>An active grain: it does one thing at a time, and what comes meanwhile waits.</summary>
internal abstract class Activation(SimulatedWorld world, SimulatedProcess silo, string key)
{
    private readonly Queue<Action> waiting = [];
    private bool isBusy = true;
    private bool isLoaded;

    public SimulatedProcess Silo { get; } = silo;

    public string Key { get; } = key;

    /// <summary>Whether it was deactivated: whoever has it still is answered nothing.</summary>
    public bool IsGone { get; private set; }

    protected SimulatedWorld World { get; } = world;

    /// <summary>Reads what is stored; until then everything waits.</summary>
    public void Activate() => World.Start(async () =>
    {
        await LoadAsync();
        isLoaded = true;
        Next();
    });

    /// <summary>
    /// It is deactivated, as grains are that nobody asks or that no longer know what is stored; what it did not store is
    /// lost.
    /// </summary>
    public void Deactivate() => IsGone = true;

    /// <summary>It no longer knows what is stored: somebody else is to load it.</summary>
    protected void Reload()
    {
        World.Trace?.Add($"{Key} does not know what is stored and is deactivated");
        Deactivate();
    }

    protected abstract Task LoadAsync();

    /// <summary>Does what a message asks for, after what came before it. Gives nothing where that failed, or where it is gone.</summary>
    protected Task<TAnswer?> AnswerAsync<TAnswer>(Func<Task<TAnswer>> work)
        where TAnswer : class
    {
        var answer = new TaskCompletionSource<TAnswer?>();
        Silo.Do(() =>
        {
            if (isBusy && !(isLoaded && World.Breaks(Variant.CountsDuringWrites)))
                waiting.Enqueue(() => World.Start(WorkAsync));
            else
                World.Start(WorkAsync);
        });
        return answer.Task;

        async Task WorkAsync()
        {
            isBusy = true;
            answer.SetResult(IsGone ? null : await TryAsync());
            Next();
        }

        async Task<TAnswer?> TryAsync()
        {
            // What is expected to fail is not thrown here once more.
            var task = work();
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return task.Exception?.InnerException is LostWriteException or LostCallException ? null : await task;
        }
    }

    private void Next()
    {
        isBusy = false;
        if (waiting.TryDequeue(out var work))
            work();
    }
}
