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

    protected abstract Task LoadAsync();

    /// <summary>Does what a message asks for, after what came before it; nothing is answered by one that is gone.</summary>
    protected Task<TAnswer?> AnswerAsync<TAnswer>(Func<Task<TAnswer?>> work)
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
            answer.SetResult(IsGone ? null : await work());
            Next();
        }
    }

    /// <summary>Writes a row and gives its new version; 0 when nobody knows what became of it.</summary>
    protected Task<int> WriteAsync(string rowKey, int etag, byte[] form) => World.Store.WriteAsync(Silo, rowKey, etag, form);

    private void Next()
    {
        isBusy = false;
        if (waiting.TryDequeue(out var work))
            work();
    }
}
