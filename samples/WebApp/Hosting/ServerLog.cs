namespace WebApp;

/// <summary>What the server says of itself.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(LogLevel.Information, "No model was given: training a small network on drawn shapes ...")]
    public static partial void Training(ILogger log);

    [LoggerMessage(LogLevel.Information, "The network for drawn shapes is kept in {Path}.")]
    public static partial void Saved(ILogger log, string path);

    [LoggerMessage(LogLevel.Warning, "The network for drawn shapes cannot be kept in {Path}: {Reason}")]
    public static partial void NotSaved(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path} is replaced, because it cannot be loaded: {Reason}")]
    public static partial void Outdated(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Information, "Ready: {Architecture}, {Classes} classes, {Engines} prediction engines.")]
    public static partial void Ready(ILogger log, string architecture, int classes, int engines);

    [LoggerMessage(LogLevel.Warning, "The model from before is served on, as the new one cannot be: {Reason}")]
    public static partial void NotReplaced(ILogger log, string reason);

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    public static partial void NoModel(ILogger log, string reason);
}
