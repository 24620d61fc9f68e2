using Attune.Embedded.Hosting;
using Microsoft.Extensions.Logging;

// Where every library puts its Add method, so that an application finds it without another using.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Puts the engine into an application.</summary>
public static class AttuneServices
{
    /// <summary>Runs the engine in this process: opened when the application starts, closed when it ends, asked through <see cref="AttuneEngine"/>.</summary>
    /// <remarks>The clock is the application's <see cref="TimeProvider"/> where it has one.</remarks>
    /// <param name="services">The application's.</param>
    /// <param name="configure">Sets directory, workspace and settings; called once, now.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names each.</exception>
    /// <exception cref="InvalidOperationException">The engine was added before.</exception>
    public static IServiceCollection AddAttune(this IServiceCollection services, Action<AttuneOptions>? configure = null)
    {
        if (services.Any(service => service.ServiceType == typeof(AttuneEngine)))
        {
            throw new InvalidOperationException("AddAttune was called twice; an application runs one engine.");
        }

        var options = new AttuneOptions();
        configure?.Invoke(options);
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException($"Attune cannot start with these settings: {string.Join(' ', faults)}", nameof(configure));
        }

        services.AddSingleton(built => new AttuneEngine(
            options, built.GetService<TimeProvider>() ?? TimeProvider.System, built.GetRequiredService<ILoggerFactory>()));
        return services.AddHostedService<AttuneHosting>();
    }
}
