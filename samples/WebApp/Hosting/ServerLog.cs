namespace WebApp;

/// <summary>The log messages of the server.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(LogLevel.Information, "No model given: training a small network on drawn shapes ...")]
    public static partial void Training(ILogger log);

    [LoggerMessage(LogLevel.Information, "Saved the network for drawn shapes to {Path}.")]
    public static partial void Saved(ILogger log, string path);

    [LoggerMessage(LogLevel.Warning, "Cannot save the network for drawn shapes to {Path}: {Reason}")]
    public static partial void NotSaved(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "Replacing {Path}, because it cannot be loaded: {Reason}")]
    public static partial void Outdated(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Information, "Ready: {Architecture}, {Classes} classes, {Engines} prediction engines.")]
    public static partial void Ready(ILogger log, string architecture, int classes, int engines);

    [LoggerMessage(LogLevel.Warning, "Still serving the old model, because the new one cannot be loaded: {Reason}")]
    public static partial void NotReplaced(ILogger log, string reason);

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    public static partial void NoModel(ILogger log, string reason);
}
