import { useSettings } from '../shared/stores/settings.ts';

/** Puts theme, density and motion where the style sheets look for them, now and after every change. */
export function applyTheme(): void {
  const apply = () => {
    const { settings, theme, motion } = useSettings.getState();
    Object.assign(document.documentElement.dataset, { theme, density: settings.density, motion });
  };
  apply();
  useSettings.subscribe(apply);
}
