import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '../../../shared/ui/button.tsx';
import { Popover } from '../../../shared/ui/popover.tsx';
import styles from './editor.module.css';
import { searchZones } from './zone-search.ts';

interface ZonePickerProps {
  /** Empty for that of the machine. */
  readonly value: string;
  readonly localZone: string;
  readonly labelledBy: string;
  readonly onChange: (zone: string) => void;
}

/** More are not read: the search narrows them down. */
const SHOWN = 60;

export function ZonePicker({ value, localZone, labelledBy, onChange }: ZonePickerProps) {
  return (
    <Popover
      label="Time zone"
      renderTrigger={(trigger) => (
        <Button
          icon="globe"
          className={styles.zoneButton}
          aria-labelledby={labelledBy}
          aria-description={value || localZone}
          {...trigger}
        >
          <span>{value === '' ? `This machine's (${localZone})` : value}</span>
        </Button>
      )}
    >
      {(close) => (
        <ZoneList
          value={value}
          localZone={localZone}
          onChoose={(zone) => {
            onChange(zone);
            close();
          }}
        />
      )}
    </Popover>
  );
}

interface ZoneListProps extends Pick<ZonePickerProps, 'value' | 'localZone'> {
  readonly onChoose: (zone: string) => void;
}

function ZoneList({ value, localZone, onChoose }: ZoneListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const all = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  const found = searchZones(all, text).slice(0, SHOWN);
  const options = text === '' ? ['', ...found] : found;
  const [chosen, setChosen] = useState(0);
  const active = Math.min(chosen, options.length - 1);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const zone = options[active];
    if (step !== undefined) setChosen(Math.max(0, Math.min(active + step, options.length - 1)));
    else if (event.key === 'Enter' && zone !== undefined) onChoose(zone);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.zones}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={`${id}-${active}`}
        aria-label="Search time zones"
        placeholder="Search, such as Berlin"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={id} role="listbox" aria-label="Time zones">
        {options.map((zone, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the search
          <div
            key={zone}
            id={`${id}-${index}`}
            role="option"
            aria-selected={zone === value}
            data-active={index === active}
            onClick={() => onChoose(zone)}
          >
            <span>{zone === '' ? `This machine's (${localZone})` : zone}</span>
            <span className={styles.zoneOffset}>{offsetNow(zone === '' ? localZone : zone)}</span>
          </div>
        ))}
        {options.length === 0 && <p>No time zone is called this</p>}
      </div>
    </div>
  );
}

function offsetNow(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(Date.now());
  return parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00';
}
