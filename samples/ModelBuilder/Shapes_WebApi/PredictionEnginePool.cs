using System.Collections.Concurrent;
using Microsoft.ML;

namespace Shapes_WebApi;

/// <summary>
/// A pool of prediction engines over one model, each used by one request at a time, like the class of this name in
/// Microsoft.Extensions.ML.
/// </summary>
/// <remarks>An engine is created when none is free; at most one per processor is kept.</remarks>
internal sealed class PredictionEnginePool<TInput, TOutput> : IDisposable
    where TInput : class
    where TOutput : class, new()
{
    private readonly ConcurrentBag<PredictionEngine<TInput, TOutput>> _free = [];
    private readonly MLContext _context = new();
    private readonly ITransformer _model;
    private readonly int _kept = Environment.ProcessorCount;

    public PredictionEnginePool(string modelPath)
    {
        _model = _context.Model.Load(modelPath, out _);
        PredictionEngine<TInput, TOutput> engine = CreateEngine();
        OutputSchema = engine.OutputSchema;
        _free.Add(engine);
    }

    /// <summary>The output schema of the engines, with the names of the labels.</summary>
    public DataViewSchema OutputSchema { get; }

    public TOutput Predict(TInput input)
    {
        PredictionEngine<TInput, TOutput> engine = _free.TryTake(out var free) ? free : CreateEngine();
        try
        {
            return engine.Predict(input);
        }
        finally
        {
            // More engines than processors exist only while there are more concurrent requests than processors.
            if (_free.Count < _kept)
                _free.Add(engine);
            else
                engine.Dispose();
        }
    }

    public void Dispose()
    {
        while (_free.TryTake(out var engine))
            engine.Dispose();
        (_model as IDisposable)?.Dispose();
    }

    // The pool owns the model: disposing an engine must not dispose it.
    private PredictionEngine<TInput, TOutput> CreateEngine() => _context.Model.CreatePredictionEngine<TInput, TOutput>(
        _model, new PredictionEngineOptions { OwnsTransformer = false });
}
