using System.Collections.Concurrent;
using Microsoft.ML;

namespace Shapes_WebApi;

/// <summary>
/// Engines over one model, each used by one request at a time: what Microsoft.Extensions.ML's pool of this name does.
/// </summary>
/// <remarks>An engine is made when none is free; as many are kept as there are processors to run them.</remarks>
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

    /// <summary>Schema of what the engines give, with the names of labels.</summary>
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
            // More than are kept are there only while more requests than processors are under way.
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

    // The pool owns the model: an engine that goes must not take it along.
    private PredictionEngine<TInput, TOutput> CreateEngine() => _context.Model.CreatePredictionEngine<TInput, TOutput>(
        _model, new PredictionEngineOptions { OwnsTransformer = false });
}
